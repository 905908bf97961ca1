/** Word lists that the values are put together from. Most of the names exist nowhere. */
export const hostWords = (
  'etc-renzheng icbc-vip ccbkf yinlian kuaidi wuliu baoguan jiaotong shebao yibao butie tuishui zhengxin daikuan jiedai ' +
  'huankuan tixian licai gupiao jijin niugu tuandui shuadan renwu fanli lingjiang choujiang zhongjiang liangyuan jiaoyou ' +
  'zhibo caipiao yule bocai qipai youxi pifu daili kefu fuwu anquan renzheng shengji jihuo dengji chaxun banli guanwang ' +
  'xuexin daan kaoshi lunwen zhaopin jianzhi chuguo qianzheng jipiao gaiqian jiudian zufang ershou daigou gaofang ' +
  'secure-pay login-help my-parcel postfee toll-due refund-desk claim-now giftzone cryptomax coinlift tradehub fxprime ' +
  'bestdeals shoeoutlet ticketnow visaquick jobfinder loanfast creditfix taxback smartinvest goldmine dateclub petstore ' +
  'campusnet alumni labwiki libraryhub clinicbook cityhall bookswap runclub choirpage gardenlog'
).split(' ');

export const topDomains = (
  'com com com com cn cn cn top top top xyz xyz vip vip cc cc net org info club shop site online live icu fun store work pro io me co ' +
  'com.cn net.cn org.cn tw com.tw org.tw hk com.hk us de ru co.uk biz asia pw link tech ltd'
).split(' ');

export const subDomains = ['www', 'www', 'www', 'm', 'wap', 'h5', 'app', 'login', 'pay', 'dl', 'api', 'id', 'kf'];

export const honestHosts = (
  'www.icbc.com.cn www.chsi.com.cn www.12306.cn www.gov.cn www.ccb.com www.boc.cn www.cmbchina.com www.mps.gov.cn www.post.gov.tw ' +
  'docs.python.org www.wikipedia.org www.royalmail.com www.usps.com www.nhs.uk www.chase.com www.wjx.cn moodle.org www.nature.com'
).split(' ');

export const honestLinks = [
  ['https://', 'www.wjx.cn', '/vm/%.aspx'],
  ['https://', 'docs.qq.com', '/doc/D%'],
  ['https://', 'pan.baidu.com', '/s/1%'],
  ['https://', 'meeting.tencent.com', '/dm/%'],
  ['https://', 'github.com', '/open-lab/%'],
  ['https://', 'mp.weixin.qq.com', '/s/%'],
  ['https://', 'forms.gle', '/%'],
  ['', 'maps.app.goo.gl', '/%'],
  ['https://', 'drive.google.com', '/file/d/%/view'],
] as const;

export const shorteners = [
  't.cn',
  'bit.ly',
  'dwz.cn',
  'reurl.cc',
  'tinyurl.com',
  'is.gd',
  'url.cn',
  'lihi.cc',
  'ppt.cc',
];

export const chineseHosts =
  '工行服务中心 快递理赔查询 电子社保卡 医保激活 银联退款 公积金提取 反诈举报 学历认证 投资者保护 积分商城 税务退税 高考查分'.split(
    ' ',
  );
export const chineseTops = ['.com', '.cn', '.中国', '.top', '.网址', '.公司', '.net'];

export const paths = [
  '/pay',
  '/index.html',
  '/login',
  '/etc',
  '/a/%',
  '/%',
  '/%',
  '/m/%',
  '/pay?id=#',
  '/q?no=#&t=%',
  '/#/login',
  '/h5/#/reg?code=#',
  '/track/#',
  '/verify.php?uid=%',
  '/s/%',
  '/wap/',
  '/?ref=%',
  '/card/check.aspx',
  '/claim?c=%&s=#',
  '/zh-cn/activity/#',
  '/Public/Form_%',
  '/',
];

export const mailWords = (
  'kefu hr zhaopin service support lingjiang tougao caiwu liming wangfang zhangwei chenjing lawyer admin dean finance noreply info ' +
  'contact refund claims editor help award jobs office secretary qianzheng banshi lihua xiaoyan amy.chen john.smith mary.k tom_lee ' +
  'visa.desk grants'
).split(' ');

export const mailHosts = [
  'qq.com',
  '163.com',
  '126.com',
  'gmail.com',
  'outlook.com',
  'foxmail.com',
  'sina.com',
  'yahoo.com.tw',
  'proton.me',
  'hotmail.com',
  '139.com',
];

export const nameWords = (
  'xiaoli linlin meimei dongge jinrong kefu daikuan touzi laoshi niugu fuli zhuanqian ahua coco lucky baobao qian888 caifu vip ' +
  'sunny anna mike crypto signals trader agent recruit support helper cathy jason winner gold wealth daily study alumni'
).split(' ');

export const packageTops = ['com', 'com', 'com', 'com', 'cn', 'org', 'net', 'io', 'me', 'vip', 'top', 'tw'];
// Last labels are no public suffixes, so that nobody can read the name as a host.
export const packageWords = (
  'haojie jiekuan qianbao zhibo anquanwang kuaidai yinhang shuadan jiaoyi licaitong tongchengyue yunkongzhi wangdai shoujiguanjia ' +
  'fastlend SafeGuard coinwallet datechat trackparcel RemoteAid smsreader flashlamp mediaplay lottowin stockpro cardverify'
).split(' ');
export const packageLasts = [
  'client',
  'main',
  'lending',
  'wallet',
  'mobilev2',
  'release',
  'browser',
  'helper',
  'wallet',
  'lite',
  'daikuan',
  'helper2',
  'pay_v3',
  'HomeUI',
];

export const files = [
  'app',
  'setup',
  'anquan',
  'jiedai',
  'zhibo',
  'update',
  'bank',
  'parcel',
  'trade',
  'etc',
  'yibao',
  'meeting',
  'v2.1',
  'release_#',
  '%',
];
