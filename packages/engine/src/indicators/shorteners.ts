/** Hosts that only forward: what they point to changes, so they are never judged whole. */
const hosts = `
1url.com 2h.ae 2ly.link 2no.co 3c5.com 42url.com 4x.si 7x.qa abre.ai abrv.in adf.ly aka.gr amzn.to apple.co
b23.tv b2n.ir bc.vc bit.do bit.ly bitly.com bitly.ws bl.ink buff.ly c-o.in clck.ru cli.re cmy.tw cutt.ly cutt.us
db.tt di.sk dlvr.it dub.sh dwz.cn dwz.mk dwz.win dwz1.cc fb.me fbit.co flip.it fumacrom.com git.io goo.gl goolnk.com
gg.gg gourl.cn grabify.link hyperurl.co ift.tt iplogger.org is.gd j.mp jmp.sh kutt.it lc.chat lihi.cc lihi1.cc lihi1.com
lihi2.com lihi3.cc lin.ee linkd.in lnkd.in lnk.bio m.tb.cn maper.info me2.do mrte.ch mz.cm n9.cl ouo.io ow.ly
picsee.io picsee.co pse.is ppt.cc q.gs qr.ae qr.net qrco.de r6.to rb.gy rebrand.ly reurl.cc risu.io rlu.ru rplg.co
s.id s.yam.com short.cm short.gy short.io shorturl.ac shorturl.at shrtco.de sina.lt smarturl.it snip.ly snipr.com
soo.gd sor.bz spoo.me suo.im suo.nz surl.li t.cn t.co t.hk t.ly t1p.de t2m.io t.tl tb.cn tiny.cc tiny.one tinyurl.com
tinyurl.hu tny.im tr.im trib.al u.nu u.to u6.gg uqr.me url.cn url.kr urlz.fr v.gd v.ht vo.la vurl.com w.url.cn
wa.link wow.link x.co x.gd y2u.be youtu.be yourls.org z.cn zip.net zpr.io 0rz.tw 0x3.me 2cm.es 50.gd 985.so 9url.net
dlj.li dwz.date dwz.lc ft12.com kks.me mrw.so rrd.me sohu.gg su0.cn tinylink.net url.vet urlify.cn urls.tw vvd.bz
`;

const shorteners: ReadonlySet<string> = new Set(hosts.trim().split(/\s+/));

/** True for a host, in lower case, that is known to forward to pages of strangers. */
export function isShortener(host: string): boolean {
  return shorteners.has(host) || (host.startsWith('www.') && shorteners.has(host.slice(4)));
}
