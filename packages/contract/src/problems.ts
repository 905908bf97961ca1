/**
 * The one catalogue of expected refusals (RFC 9457). Every text says what was wanted, what was found where that is
 * safe to say, and what to do; `{name}` is filled from the problem's parameters. Never a value that a person typed.
 */
export interface ProblemKind {
  readonly status: number;
  readonly title: Words;
  readonly detail: Words;
}

export interface Words {
  readonly 'zh-CN': string;
  readonly en: string;
}

function words(zh: string, en: string): Words {
  return { 'zh-CN': zh, en };
}

function kind(status: number, title: Words, detail: Words): ProblemKind {
  return { status, title, detail };
}

export const problemCatalogue = {
  'request.invalid': kind(
    400,
    words('请求格式不对', 'The request is not in the right form'),
    words(
      '字段 {field}：需要 {wanted}。请改正后再发送。',
      'Field {field}: wanted {wanted}. Correct it and send again.',
    ),
  ),
  'request.unknown_field': kind(
    400,
    words('有不认识的字段', 'There is an unknown field'),
    words('不认识字段 {field}。请删去后再发送。', 'Field {field} is not known here. Remove it and send again.'),
  ),
  'request.json_invalid': kind(
    400,
    words('正文不是合法的 JSON', 'The body is not valid JSON'),
    words('需要 UTF-8 编码的合法 JSON。', 'Wanted valid JSON in UTF-8.'),
  ),
  'request.content_type': kind(
    415,
    words('不支持这种内容类型', 'This content type is not supported'),
    words('这个地址需要 {wanted}。', 'This address takes {wanted}.'),
  ),
  'request.too_large': kind(
    413,
    words('内容太大', 'Too large'),
    words('最多 {limit}。请缩小后再发送。', 'At most {limit}. Make it smaller and send again.'),
  ),
  'request.not_found': kind(
    404,
    words('没有找到', 'Not found'),
    words('这里没有这个地址或这条记录。', 'There is no such address or record here.'),
  ),
  'request.method': kind(
    405,
    words('不能这样访问', 'Not this way'),
    words('这个地址只接受 {wanted}。', 'This address takes {wanted} only.'),
  ),
  'request.cross_site': kind(
    403,
    words('不接受来自其他网站的提交', 'Not taken from another site'),
    words(
      '这份表单是从别的网站提交的。请打开本站页面重新填写。',
      'This form was sent from another site. Open the page here and fill it in again.',
    ),
  ),
  'permission.denied': kind(
    403,
    words('没有权限', 'Not permitted'),
    words(
      '需要本机管理员的令牌。请在服务器所在的机器上使用 spring-rain 命令。',
      'Wanted the token of this host’s operator. Use the spring-rain command on the machine that runs the server.',
    ),
  ),
  'sign-in.required': kind(
    401,
    words('请先登录', 'Sign in first'),
    words(
      '这里供工作人员使用：请登录，或出示有效的接口密钥。登录可能已到期或已在别处结束。',
      'This is for staff: sign in, or show a valid API key. A session may have expired or been ended elsewhere.',
    ),
  ),
  'agency.host_only': kind(
    403,
    words('只有主机机构可以这样做', 'Only the host’s agency may do this'),
    words(
      '机构和地区由本机所属机构的管理员管理。',
      'Agencies and areas are kept by administrators of the host’s own agency.',
    ),
  ),
  'agency.host_stays': kind(
    409,
    words('主机机构不能关闭', 'The host’s own agency stays open'),
    words('本安装归它所有。', 'This installation is its own.'),
  ),
  'agency.name_blank': kind(
    400,
    words('缺少机构名称', 'The agency’s name is missing'),
    words('需要一个可见的名称。', 'Wanted a name that can be seen.'),
  ),
  'agency.name_taken': kind(
    409,
    words('已有同名机构', 'Another agency has this name'),
    words('请加上城市或部门以便区分。', 'Add its city or department, to tell them apart.'),
  ),
  'agency.time_zone_unknown': kind(
    400,
    words('没有这个时区', 'There is no such time zone'),
    words('需要 IANA 名称，例如 Asia/Shanghai。', 'Wanted an IANA name such as Asia/Shanghai.'),
  ),
  'agency.hours_overlap': kind(
    400,
    words('工作时间不对', 'The working hours are not valid'),
    words(
      '每一段都要在结束前开始，同一天的各段不能重叠；跨夜的分成两段。',
      'Each stretch must begin before it ends, and no two of a day may overlap; one over midnight is two.',
    ),
  ),
  'area.unknown': kind(
    400,
    words('没有这个地区', 'There is no such area'),
    words('请从地区列表中选择。', 'Choose one from the list of areas.'),
  ),
  'area.code_taken': kind(
    409,
    words('这个代码已被使用', 'The code is taken'),
    words('每个地区有自己的代码。', 'Each area has a code of its own.'),
  ),
  'area.below_itself': kind(
    409,
    words('地区不能归于自己之下', 'An area cannot lie below itself'),
    words('请选择不在它之下的地区。', 'Choose one that is not below it.'),
  ),
  'area.too_deep': kind(
    409,
    words('层级太多', 'Too many levels'),
    words('地区最多 {limit} 层。', 'Areas have {limit} levels at most.'),
  ),
  'membership.person_unknown': kind(
    404,
    words('本机构没有这个人', 'Nobody of this agency'),
    words('请先添加此人的账号。', 'Add an account for them first.'),
  ),
  'membership.own': kind(
    403,
    words('不能改变自己的角色', 'Nobody changes their own roles'),
    words('需要由另一位管理员办理。', 'Another administrator must do it.'),
  ),
  'membership.has_role': kind(
    409,
    words('此人已有这个角色', 'They have this role already'),
    words('无需再授予。', 'There is nothing to grant.'),
  ),
  'membership.last_administrator': kind(
    409,
    words('这是最后一位管理员', 'This is the last administrator'),
    words('请先授予另一人管理员角色。', 'Make somebody else an administrator first.'),
  ),
  'log.not_there': kind(
    404,
    words('日志还没有到这里', 'The log does not reach that far'),
    words('目前的最后一条是第 {through} 条。', 'Its last entry is {through}.'),
  ),
  'permission.not_granted': kind(
    403,
    words('您的角色不能做这件事', 'Your role does not allow this'),
    words(
      '需要权限 {permission}。请联系本机构的管理员。',
      'Wanted the permission {permission}. Ask an administrator of your agency.',
    ),
  ),
  'sign-in.not_fresh': kind(
    403,
    words('请重新登录后再做', 'Sign in again first'),
    words(
      '更改登录方式须在登录后 {minutes} 分钟之内。请退出并重新登录。',
      'Ways to sign in are changed within {minutes} minutes of signing in. Sign out and in again.',
    ),
  ),
  'passkey.refused': kind(
    401,
    words('没有登录', 'Not signed in'),
    words(
      '这把通行密钥在这里无效，或请求已过期、已用过。请再试一次，或改用密码登录。',
      'The passkey does not count here, or the request is too old or was used. Try again, or sign in by password.',
    ),
  ),
  'passkey.not_taken': kind(
    400,
    words('没有收下通行密钥', 'The passkey was not taken'),
    words(
      '需要在本站新建、并由设备验证过使用者的通行密钥；请求 {minutes} 分钟内有效，只能用一次。请再试一次。',
      'Wanted one that was made on this site by a device that verified its user, within {minutes} minutes and once. Try again.',
    ),
  ),
  'passkey.known': kind(
    409,
    words('这把通行密钥已登记', 'This passkey is registered already'),
    words('请换一台设备或另一把安全密钥。', 'Use another device or security key.'),
  ),
  'passkey.too_many': kind(
    409,
    words('通行密钥太多', 'Too many passkeys'),
    words('每人最多 {limit} 把。请先删除不用的。', 'At most {limit} a person. Remove one that you do not use.'),
  ),
  'passkey.name_blank': kind(
    400,
    words('缺少通行密钥的名称', 'The passkey’s name is missing'),
    words('请写上您认得出的名称，例如 办公室的电脑。', 'Name it so that you know it again, such as office computer.'),
  ),
  'passkey.last_way_in': kind(
    409,
    words('这是您最后的登录方式', 'It is your last way in'),
    words(
      '删除后您将无法登录。请先登记另一把通行密钥。',
      'Without it you could not sign in any more. Register another passkey first.',
    ),
  ),
  'passkey.unavailable': kind(
    409,
    words('这个地址不能使用通行密钥', 'No passkeys at this address'),
    words(
      '需要管理员设置 PUBLIC_URL 为这个网址，或在本机用 http://localhost 打开。请改用密码登录。',
      'The operator sets PUBLIC_URL to the address in use; on the host itself open http://localhost. Sign in by password.',
    ),
  ),
  'sign-in.by_provider': kind(
    403,
    words('请用密码或通行密钥登录后再做', 'Sign in by password or passkey first'),
    words(
      '通过机构登录服务登录时，不能更改登录方式，也不能转到其他机构。',
      'Whoever signed in by an agency’s provider changes no ways to sign in, and goes to no other agency.',
    ),
  ),
  'provider.issuer_invalid': kind(
    400,
    words('登录服务的地址不对', 'The provider’s address is not valid'),
    words(
      '需要 https:// 开头、不带参数的 issuer 地址，与服务自己公布的完全一致。',
      'Wanted its issuer, an https:// address without query, exactly as the provider publishes it.',
    ),
  ),
  'provider.known': kind(
    409,
    words('这个登录服务已登记', 'This provider is registered already'),
    words('同一 issuer 与 client id 只能登记一次。', 'An issuer with a client id is registered once.'),
  ),
  'provider.too_many': kind(
    409,
    words('登录服务太多', 'Too many providers'),
    words('每个机构最多 {limit} 个。请先停用一个。', 'At most {limit} an agency. End one first.'),
  ),
  'provider.unreachable': kind(
    502,
    words('联系不上机构的登录服务', 'The agency’s provider cannot be reached'),
    words(
      '没有得到它的有效答复。请稍后再试，或用密码登录；管理员请核对 issuer 地址。',
      'It gave no valid answer. Try again later, or sign in by password; the administrator checks its issuer.',
    ),
  ),
  'provider.state_wrong': kind(
    400,
    words('这次登录不是从这里开始的', 'This sign-in did not begin here'),
    words(
      '它须在同一浏览器里开始，{minutes} 分钟内完成，且只能完成一次。请重新登录。',
      'It must begin in this browser, end within {minutes} minutes, and end once. Begin again.',
    ),
  ),
  'provider.denied': kind(
    401,
    words('机构的登录服务没有同意', 'The provider said no'),
    words('您在那里取消了登录，或它拒绝了您。', 'You stopped there, or it refused you.'),
  ),
  'provider.answer_wrong': kind(
    401,
    words('机构登录服务的答复无效', 'The provider’s answer does not count'),
    words('不符之处：{wrong}。没有登录。请重新开始。', 'What is wrong: {wrong}. Nobody was signed in. Begin again.'),
  ),
  'provider.not_linked': kind(
    403,
    words('这个账户还没有关联', 'This account is not linked'),
    words(
      '请先用密码或通行密钥登录，再在“通行密钥”页关联它。',
      'Sign in by password or passkey first, and link it on the page of passkeys.',
    ),
  ),
  'provider.linked_already': kind(
    409,
    words('已关联其他人', 'Linked to somebody else'),
    words('登录服务的一个账户只属于一个人。', 'An account of a provider belongs to one person.'),
  ),
  'key.name_invalid': kind(
    400,
    words('密钥名称不可用', 'The key’s name cannot be used'),
    words('需要一个可见的名称，例如 bank-feed。', 'Wanted a name that can be seen, such as bank-feed.'),
  ),
  'key.name_taken': kind(
    409,
    words('这个名称已有人使用', 'The name is taken'),
    words(
      '密钥以自己的名称作决定：请换一个不属于本机构任何成员或其他密钥的名称。',
      'A key decides under its name: choose one that no member and no other key of the agency has.',
    ),
  ),
  'key.scope_refused': kind(
    422,
    words('密钥不能有这个权限', 'A key cannot hold this permission'),
    words(
      '人员、机构、密钥以及一切决定都由具名的人作出。请去掉 {scope}。',
      'Decisions, and people, agencies and keys, are for named persons alone. Leave out {scope}.',
    ),
  ),
  'key.expiry_invalid': kind(
    400,
    words('密钥的到期时间不对', 'The key’s expiry is not valid'),
    words('需要将来的时间，最多 {limit} 天之内。', 'Wanted a time in the future, at most {limit} days ahead.'),
  ),
  'sign-in.refused': kind(
    401,
    words('没有登录', 'Not signed in'),
    words(
      '登录名、密码或验证码不对。验证码只能用一次：请等应用显示下一个再试。丢失第二因素请联系本机构的管理员。',
      'Login, password or code is not right. A code is good once: wait for the next one. For a lost second factor ask an administrator of your agency.',
    ),
  ),
  'sign-in.busy': kind(
    503,
    words('正在登录的人很多', 'Many people are signing in'),
    words('请在 {seconds} 秒后再试。', 'Try again in {seconds} seconds.'),
  ),
  'sign-up.link_ended': kind(
    410,
    words('这个链接已失效', 'This link is no longer good'),
    words(
      '链接只能用一次，过期、用过或被新链接取代后失效。请向发给您链接的人要一个新的。',
      'A link is good once; it ends when it is used, replaced by a newer one, or too old. Ask whoever gave it to you for a new one.',
    ),
  ),
  'sign-up.code_wrong': kind(
    400,
    words('验证码不对', 'The code is not right'),
    words(
      '请把密钥加入身份验证器应用，再输入它显示的 6 位数字；手机时间需要自动校准。',
      'Add the secret to an authenticator app and enter the 6 digits that it shows; the phone must set its clock by itself.',
    ),
  ),
  'password.length': kind(
    400,
    words('密码长度不对', 'The password has the wrong length'),
    words(
      '需要 {least} 到 {most} 个字符。几个不相干的词就很好。',
      'Wanted {least} to {most} characters. A few unrelated words do well.',
    ),
  ),
  'password.guessable': kind(
    400,
    words('这个密码太容易猜', 'This password is guessed at once'),
    words(
      '它是最常用的密码之一、是登录名，或只是几个字符的重复。请换一个。',
      'It is among the commonest, is the login, or repeats a few characters. Choose another one.',
    ),
  ),
  'password.wrong': kind(
    400,
    words('现在的密码不对', 'The present password is not right'),
    words('请再输入一次现在的密码。', 'Enter your present password once more.'),
  ),
  'person.login_invalid': kind(
    400,
    words('登录名不可用', 'The login cannot be used'),
    words(
      '需要 2 到 100 个字符：字母、数字、点、下划线、连字符或 @。',
      'Wanted 2 to 100 characters: letters, digits, dot, underscore, hyphen or @.',
    ),
  ),
  'person.login_taken': kind(
    409,
    words('登录名已被使用', 'The login is taken'),
    words('请换一个登录名。', 'Choose another login.'),
  ),
  'person.name_blank': kind(
    400,
    words('缺少姓名', 'The name is missing'),
    words(
      '需要写进决定里的姓名，最多 {limit} 个字符。',
      'Wanted the name that decisions are signed with, at most {limit} characters.',
    ),
  ),
  'recovery.oneself': kind(
    403,
    words('不能为自己办理', 'Not for oneself'),
    words('需要由另一位管理员办理。', 'Another administrator must do it.'),
  ),
  'recovery.elsewhere': kind(
    403,
    words('这个人还属于其他机构', 'This person belongs to another agency too'),
    words(
      '需要由本机管理员办理：spring-rain user recover。',
      'The operator of this host must do it: spring-rain user recover.',
    ),
  ),
  'rate.limited': kind(
    429,
    words('请求太频繁', 'Too many requests'),
    words('请在 {seconds} 秒后再试。', 'Try again in {seconds} seconds.'),
  ),
  'flood.proof_required': kind(
    429,
    words('请先完成一次小验证', 'A small proof is needed first'),
    words(
      '来自同一网络的举报很多。请按说明完成验证后再发送，内容不会丢失。',
      'Many reports come from the same network. Solve the challenge that is given and send again; nothing is lost.',
    ),
  ),
  'flood.proof_invalid': kind(
    400,
    words('验证没有通过', 'The proof does not hold'),
    words('验证已过期、已用过或不正确。请重新获取。', 'It is expired, used already, or wrong. Ask for a new one.'),
  ),
  'idempotency.key_missing': kind(
    400,
    words('缺少 Idempotency-Key', 'Idempotency-Key is missing'),
    words(
      '需要请求头 Idempotency-Key（8 到 128 个可见字符），重发时保持不变。',
      'Wanted the header Idempotency-Key (8 to 128 visible characters), the same when you send again.',
    ),
  ),
  'idempotency.key_reused': kind(
    409,
    words('同一个 Idempotency-Key 用在了不同的内容上', 'The Idempotency-Key was used with another body'),
    words('内容不同时请换一个新的 Idempotency-Key。', 'Use a new Idempotency-Key for another body.'),
  ),
  'check.text_blank': kind(
    400,
    words('没有内容', 'Nothing to check'),
    words('请粘贴可疑的信息、号码、链接或账号。', 'Paste the suspicious message, number, link or account.'),
  ),
  'image.missing': kind(
    400,
    words('没有收到图片', 'No picture came with it'),
    words('请在 file 字段里附上一张图片。', 'Send one picture in the field file.'),
  ),
  'image.one_only': kind(
    400,
    words('一次只能看一张图片', 'One picture at a time'),
    words('请逐张发送。', 'Send them one after the other.'),
  ),
  'image.unreadable': kind(
    422,
    words('这张图片打不开', 'This picture cannot be opened'),
    words(
      '需要完整的 JPEG、PNG、WebP 或 GIF 图片；按文件内容判断，不看文件名。请重新截图，或把内容输入文字框。',
      'Wanted a whole JPEG, PNG, WebP or GIF picture; the content decides, not the name. Take the screenshot again, or type what it says.',
    ),
  ),
  'image.too_large': kind(
    413,
    words('图片太大', 'The picture is too large'),
    words(
      '最多 {limit}00 万像素。请只截取关键部分，或把内容输入文字框。',
      'At most {limit} million pixels. Cut out the part that matters, or type what it says.',
    ),
  ),
  'image.nothing_read': kind(
    422,
    words('图片里没有读出文字或二维码', 'No text or code could be read from the picture'),
    words(
      '这不说明它安全。请把图片里的文字、号码或链接输入文字框，或换一张更清楚的截图。',
      'That says nothing about its safety. Type the words, numbers or links that it shows, or take a clearer screenshot.',
    ),
  ),
  'image.took_too_long': kind(
    422,
    words('读这张图片花的时间太长', 'Reading the picture took too long'),
    words(
      '已在 {seconds} 秒后停止。请只截取关键部分，或把内容输入文字框。',
      'It was stopped after {seconds} seconds. Cut out the part that matters, or type what it says.',
    ),
  ),
  'image.busy': kind(
    503,
    words('读图片的人很多', 'Many pictures are being read'),
    words(
      '请在 {seconds} 秒后再试，或把内容输入文字框，文字马上能查。',
      'Try again in {seconds} seconds, or type what it says: text is checked at once.',
    ),
  ),
  'report.text_blank': kind(
    400,
    words('举报内容是空的', 'The report is empty'),
    words('请写下或粘贴您收到的内容。', 'Write or paste what you received.'),
  ),
  'text.too_long': kind(
    400,
    words('文字太长', 'The text is too long'),
    words(
      '最多 {limit} 个字符，收到 {found} 个。请只保留关键部分。',
      'At most {limit} characters, found {found}. Keep the part that matters.',
    ),
  ),
  'text.not_unicode': kind(
    400,
    words('文字编码不对', 'The text is not valid Unicode'),
    words(
      '文字里有不成对的代理字符或空字符。请重新复制原文后再试。',
      'There are lone surrogates or NUL characters in it. Copy the original again.',
    ),
  ),
  'report.amount_invalid': kind(
    400,
    words('金额不对', 'The amount is not valid'),
    words(
      '需要大于 0 的金额和三位字母的货币代码，例如 1200.50 CNY。',
      'Wanted an amount above 0 and a three-letter currency, such as 1200.50 CNY.',
    ),
  ),
  'report.time_invalid': kind(
    400,
    words('时间不对', 'The time is not valid'),
    words('需要过去的时间，例如 2026-11-02T09:30。', 'Wanted a time in the past, such as 2026-11-02T09:30.'),
  ),
  'attachment.type_refused': kind(
    415,
    words('不接受这种文件', 'This kind of file is not taken'),
    words(
      '需要 JPEG、PNG、WebP、GIF 图片或 PDF；按文件内容判断，不看文件名。',
      'Wanted a JPEG, PNG, WebP or GIF image or a PDF; the content decides, not the name.',
    ),
  ),
  'attachment.too_large': kind(
    413,
    words('文件太大', 'The file is too large'),
    words('每个文件最多 {limit}。', 'At most {limit} a file.'),
  ),
  'attachment.too_many': kind(
    413,
    words('文件太多', 'Too many files'),
    words('一份举报最多 {limit} 个文件。', 'At most {limit} files a report.'),
  ),
  'attachment.broken': kind(
    422,
    words('文件打不开', 'The file cannot be read'),
    words(
      '图片不完整、已损坏或像素过大。请重新保存或截图后再试。',
      'The image is cut off, damaged, or has too many pixels. Save it again or take a screenshot.',
    ),
  ),
  'contact.unavailable': kind(
    409,
    words('这里暂不收联系方式', 'Contact details are not taken here'),
    words(
      '本机还没有封存联系方式的钥匙。请不填联系方式再发送。',
      'This installation has no key to seal them with. Send again without contact details.',
    ),
  ),
  'receipt.unknown': kind(
    404,
    words('没有找到这个回执', 'No such receipt'),
    words(
      '请核对 16 位回执号码；也可能已经过期删除。',
      'Check the 16 digits; it may also have expired and been deleted.',
    ),
  ),
  'indicator.invalid': kind(
    400,
    words('认不出这个值', 'The value is not recognised'),
    words('需要一个 {wanted}。', 'Wanted a {wanted}.'),
  ),
  'listing.scope_too_wide': kind(
    422,
    words('范围太宽', 'The scope is too wide'),
    words(
      '这个站点由许多人共用或访问量很大，不能整站列入。请只列出具体网页。',
      'Many people share or use this site, so it cannot be listed whole. List the exact page.',
    ),
  ),
  'listing.known_good': kind(
    409,
    words('这是已核实的官方号码或网站', 'This is a verified official number or site'),
    words(
      '不能列为诈骗。若官方信息有误，请先撤下该官方来源。',
      'It cannot be listed as a scam. If the official entry is wrong, withdraw that first.',
    ),
  ),
  'listing.expiry_invalid': kind(
    400,
    words('到期时间不对', 'The expiry is not valid'),
    words('需要将来的时间，且不超过 {limit} 天。', 'Wanted a time in the future, at most {limit} days ahead.'),
  ),
  'decision.not_possible': kind(
    409,
    words('现在不能这样决定', 'Not possible in this state'),
    words('当前状态是 {found}，这一步需要 {wanted}。', 'The state is {found}; this step needs {wanted}.'),
  ),
  'decision.by_another': kind(
    400,
    words('只能以自己的名义决定', 'Decide in your own name'),
    words(
      '已登录的人以自己的名义作决定：请去掉 by 字段。',
      'Whoever is signed in decides in their own name: leave the field `by` out.',
    ),
  ),
  'decision.name_missing': kind(
    400,
    words('缺少决定人姓名', 'The name of who decides is missing'),
    words(
      '每个决定都要有具名的人和理由（--by 与 --reason）。',
      'Every decision has a named person and a reason (--by and --reason).',
    ),
  ),
  'appeal.same_person': kind(
    409,
    words('申诉须由另一人处理', 'Another person must hear the appeal'),
    words('作出原决定的人不能处理对它的申诉。', 'Who made the decision cannot hear the appeal against it.'),
  ),
  'appeal.already_open': kind(
    409,
    words('已有一份申诉在处理', 'An appeal is already waiting'),
    words('请等待处理结果，可以在回执页补充说明。', 'Wait for its outcome; you can add to it on the receipt page.'),
  ),
  'share.to_self': kind(
    422,
    words('不能共享给自己', 'Nothing is shared with oneself'),
    words('请选择另一个机构。', 'Choose another agency.'),
  ),
  'share.agency_unknown': kind(
    422,
    words('没有这个机构', 'There is no such agency'),
    words('请核对机构编号。', 'Check the agency’s id.'),
  ),
  'share.agency_closed': kind(
    422,
    words('该机构已关闭', 'That agency is closed'),
    words('已关闭的机构看不到任何东西。', 'A closed agency sees nothing.'),
  ),
  'share.not_a_member': kind(
    422,
    words('此人不在该机构', 'That person is no member there'),
    words('需要该机构现任成员的编号。', 'Wanted the id of somebody who is a member of that agency now.'),
  ),
  'share.names_no_person': kind(
    422,
    words('TLP:RED 必须指名', 'TLP:RED is for named persons'),
    words('请写明给谁，或选择别的标签。', 'Name the person, or choose another label.'),
  ),
  'share.beyond_tlp': kind(
    403,
    words('超出了给您的 TLP 范围', 'Beyond the TLP that it was given under'),
    words(
      '给您的是 {found}。只有 GREEN 和 CLEAR 可以转给别人，而且不能更宽。',
      'It was given to you as {found}. Only green and clear may be passed on, and no more openly.',
    ),
  ),
  'share.beyond_pap': kind(
    403,
    words('超出了给您的 PAP 范围', 'Beyond the PAP that it was given under'),
    words('给您的是 {found}，不能给别人更多。', 'It was given to you as {found}; nobody gets more from you.'),
  ),
  'share.look_only': kind(
    403,
    words('这份共享不许采取行动', 'This was shared to be looked at, not acted on'),
    words(
      '需要 PAP:GREEN 或 PAP:CLEAR。请与共享的机构联系。',
      'Wanted PAP green or clear. Ask the agency that shares it.',
    ),
  ),
  'share.until_invalid': kind(
    422,
    words('共享期限不对', 'The end of the share is not valid'),
    words('需要将来的时间，最晚 {limit}。', 'Wanted a time in the future, at the latest {limit}.'),
  ),
  'share.ended': kind(
    409,
    words('这项共享已经结束', 'This share has ended already'),
    words('已到期或已撤回。', 'It came to its end or was withdrawn.'),
  ),
  'sharing_rule.asks_nothing': kind(
    422,
    words('规则没有条件', 'The rule asks for nothing'),
    words(
      '请至少写一项：类型、标签、地区或金额。',
      'Give at least one: kind, tag, area or amount. A rule without any would share everything.',
    ),
  ),
  'sharing_rule.ended': kind(
    409,
    words('这条规则已经结束', 'This rule has ended already'),
    words('它不再共享新的举报。', 'It shares no further reports.'),
  ),
  'report.tag_invalid': kind(
    422,
    words('标签不对', 'The tag is not valid'),
    words(
      '需要 1 到 {limit} 个字，不能只有空白；每份举报最多 {most} 个标签。',
      'Wanted 1 to {limit} characters that are not all blank, and at most {most} tags a report.',
    ),
  ),
  'hold.until_invalid': kind(
    400,
    words('保全期限不对', 'The end of the hold is not valid'),
    words('需要将来的时间，且不超过 {limit} 天。', 'Wanted a time in the future, at most {limit} days ahead.'),
  ),
  'hold.ended': kind(
    409,
    words('这项保全已经结束', 'This hold has ended already'),
    words('已到期或已解除，不必再解除。', 'It came to its end or was released; there is nothing left to release.'),
  ),
  'retention.out_of_bounds': kind(
    422,
    words('保存期限超出范围', 'Outside the bounds of the retention time'),
    words('需要 {min} 到 {max} 天。', 'Wanted {min} to {max} days.'),
  ),
  'rights.already_asked': kind(
    409,
    words('已经请求过删除', 'Deletion was asked for already'),
    words('请等待决定，回执页写明最晚何时有结果。', 'Wait for the decision; the receipt page says by when it comes.'),
  ),
  'rights.asked_too_often': kind(
    409,
    words('请求次数已满', 'Asked too often'),
    words(
      '一份举报最多请求 {limit} 次。新的情况请在回执页补充。',
      'At most {limit} requests a report. Add on the receipt page what is new.',
    ),
  ),
  'rights.decided': kind(
    409,
    words('这项请求已有决定', 'This request was decided already'),
    words('决定不能更改；当事人可以再次请求。', 'A decision stands; the person may ask again.'),
  ),
  'bundle.unreadable': kind(
    422,
    words('数据包读不出来', 'The bundle cannot be read'),
    words(
      '需要一个未经改动的 spring-rain-bundle 文件。请对方重新发送。',
      'Wanted a spring-rain-bundle file as it was written, with nothing changed. Ask for it again.',
    ),
  ),
  'bundle.version_unknown': kind(
    422,
    words('不认识这个版本的数据包', 'The version of the bundle is not known'),
    words('这里能读版本 {wanted}。请先升级，再接收。', 'Version {wanted} is read here. Upgrade first, then take it.'),
  ),
  'bundle.not_signed_by': kind(
    422,
    words('签名与这把公钥不符', 'Not signed by this key'),
    words(
      '内容被改动，或不是这把公钥的主人所写。请另行核对对方的公钥。',
      'It was changed, or the owner of this key did not write it. Ask the sender for their public key by another way.',
    ),
  ),
  'bundle.for_another': kind(
    409,
    words('数据包是给别的机构的', 'The bundle is for another agency'),
    words(
      '请把 spring-rain bundles key 显示的公钥交给对方，再请对方写一份。',
      'Give the sender the public key that spring-rain bundles key prints, and ask for a bundle for it.',
    ),
  ),
  'bundle.taken_already': kind(
    409,
    words('这个数据包已经收过', 'This bundle was taken already'),
    words('其中的举报已在列表里，没有重复收下。', 'Its reports are in the list; nothing was kept twice.'),
  ),
  'bundle.too_large': kind(
    413,
    words('数据包太大', 'The bundle is too large'),
    words('最多 {limit}。请分成几份。', 'At most {limit}. Send it in parts.'),
  ),
  'bundle.beyond_label': kind(
    409,
    words('超出标签所允许的范围', 'Beyond what its label allows'),
    words(
      '标为 {found} 的内容不能以 {wanted} 转给别的机构。请征得来源机构同意。',
      'What is labelled {found} cannot go to another agency as {wanted}. Ask whom it came from.',
    ),
  ),
  'bundle.content_refused': kind(
    422,
    words('数据包里有不能收下的内容', 'Something in the bundle cannot be kept'),
    words(
      '第 {position} 份举报不合要求（{code}），整个数据包都没有收下。',
      'Report {position} is not fit to be kept ({code}); nothing of the bundle was kept.',
    ),
  ),
  'source.unknown': kind(
    404,
    words('没有这个来源', 'No such source'),
    words('已有的来源可用 spring-rain sources 查看。', 'See the sources there are with: spring-rain sources.'),
  ),
  'import.batch_invalid': kind(
    400,
    words('导入批次不对', 'The import batch is not valid'),
    words('需要 {wanted}。', 'Wanted {wanted}.'),
  ),
  'cursor.invalid': kind(
    400,
    words('翻页位置不对', 'The cursor is not valid'),
    words('请从头开始列表。', 'Start the list again without a cursor.'),
  ),
  'events.too_many_streams': kind(
    503,
    words('同时跟随的人太多', 'Too many are following at once'),
    words('请在 {seconds} 秒后再试，或自行刷新页面。', 'Try again in {seconds} seconds, or reload the page by hand.'),
  ),
  'service.unavailable': kind(
    503,
    words('服务暂时不可用', 'Temporarily unavailable'),
    words(
      '数据库或磁盘暂时不能用，举报没有收下。请在 {seconds} 秒后再试；如已转账，请立即拨打银行和报警电话。',
      'The database or the disk cannot be used right now and nothing was kept. Try again in {seconds} seconds; if you have paid, call your bank and the police now.',
    ),
  ),
  'server.failed': kind(
    500,
    words('服务器出错', 'The server failed'),
    words('这是我们的错误，已记录。请稍后再试。', 'This is our fault and has been logged. Try again later.'),
  ),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemCatalogue;

/** Every code of the catalogue. */
export const problemCodes: readonly ProblemCode[] = Object.keys(problemCatalogue).filter(isProblemCode);

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemCatalogue, code);
}
export type ProblemLanguage = keyof Words;

export type ProblemParameter = string | number | Words;

export interface ProblemOptions {
  /**
   * Fills `{name}` in the texts; `Words` where the filling itself has a language.
   * Only limits, field names and states: never what a person typed.
   */
  readonly parameters?: Readonly<Record<string, ProblemParameter>>;
  /** Further members of the problem document, such as a proof-of-work challenge. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  /** At a client: the document as the server sent it, already in a language. */
  readonly document?: ProblemDocument;
  readonly cause?: unknown;
}

/** An expected refusal: thrown by services, answered as `application/problem+json` or as a page. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(code, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.options = options;
  }
}

/** The problem document of RFC 9457; further members are the problem's extensions. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  /** The field that the problem is about, where it is about one. */
  readonly field?: string;
  readonly [extension: string]: unknown;
}

/** The problem document of RFC 9457 in the reader's language. */
export function problemDocument(problem: Problem, language: ProblemLanguage): ProblemDocument {
  if (problem.options.document !== undefined) return problem.options.document;
  const { status, title, detail } = problemCatalogue[problem.code];
  const parameters = problem.options.parameters ?? {};
  return {
    type: `urn:spring-rain:problem:${problem.code}`,
    title: title[language],
    status,
    code: problem.code,
    detail: fillIn(detail[language], parameters, language),
    ...(parameters.field === undefined ? {} : { field: String(parameters.field) }),
    ...problem.options.extensions,
  };
}

function fillIn(
  text: string,
  parameters: Readonly<Record<string, ProblemParameter>>,
  language: ProblemLanguage,
): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name] ?? whole;
    return typeof value === 'object' ? value[language] : String(value);
  });
}
