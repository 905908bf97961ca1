/** What a word tells about the value beside it. */
export const cueKinds = [
  'phone',
  'office',
  'card',
  'account',
  'other-number',
  'wechat',
  'qq',
  'telegram',
  'whatsapp',
  'line',
  'dingtalk',
  'group',
  'resident-id',
  'passport',
  'version',
  'package',
  'link',
  'file',
  'hong-kong',
  'macao',
  'ip',
  'payment-app',
] as const;
export type CueKind = (typeof cueKinds)[number];

/**
 * The cue words, in Simplified characters and lower case; Traditional forms and letters spaced apart are
 * matched to them. A Latin cue stands alone: no letter touches it.
 */
export const cueWords: Readonly<Record<CueKind, string>> = {
  phone:
    '请打 快打 就打 可打 可以打 打去 打到 打这个 直接打 再打 打电话 拨打 拨 致电 来电 电话 电联 客服 热线 咨询 详询 垂询 专线 手机 手机号 手机号码 联系方式 联系 联络 座机 传真 固话 号码 打给 回电 回拨 短信 发送至 ' +
    '发送到 发至 发到 编辑短信 服务电话 反馈 投诉 举报 询 呼叫 总机 免费电话 电话号码 联系人 通话 未接 来自 主叫 订购热线 办理请打 预约 ' +
    'tel telephone phone mobile call calls called calling dial ring hotline helpline contact fax cell text txt sms ' +
    'phones ph number mob landline tollfree toll-free reach whatsapp/call',
  office:
    '银行 工行 建行 农行 中行 招行 交行 邮储 中信 光大 民生 浦发 兴业 平安 广发 华夏 工商银行 建设银行 农业银行 移动 联通 电信 广电 公安 派出所 ' +
    '公安局 反诈 反诈中心 税务 税务局 社保 社保局 医保 医保局 人社局 政府 市民热线 供电 国家电网 燃气 自来水 铁路 12306客服 邮政 顺丰 保险 人寿 太平洋 人保 ' +
    '银联 支付宝 证监会 银保监会 消协 法院 检察院 交警 海关 民政局 教育局 卫健委 政务服务 市长热线 工信部 信用卡中心 农商行 农信社 信用社 城商行 北京银行 上海银行 南京银行 宁波银行 江苏银行',
  card: '卡号 银行卡 银行卡号 信用卡 储蓄卡 借记卡 card 刷卡',
  account:
    '账号 账户 户头 收款账号 银行账号 银行账户 对公账户 汇款账号 转账账号 打款账号 存折 入账账户 account acct a/c a/c-no account-number account-no acc-no iban',
  'other-number':
    '订单 会议 会议id 会议号 会议码 腾讯会议 抖音号 抖音 抖音id 快手号 快手 快手id 小红书号 小红书 微博 b站 uid 角色id 游戏id 房间号 房间id 直播间 直播间号 店铺id 商品id 用户id 会员id 学员号 门店号 柜号 箱号 集装箱号 提单号 仓单号 档号 索引号 桌号 台号 卡密 取餐号 取票号 取件号 运单编号 包裹编号 投诉编号 事件编号 任务编号 项目编号 资产编号 设备编号 样本编号 病案号 检查号 检验号 条码号 支票号 汇票号 报关单号 海关编码 交易流水号 支付单号 商户订单号 商户单号 退款单号 预订号 确认号 回执编号 报警编号 订单号 订单编号 单号 快递单号 运单 运单号 物流单号 物流编号 包裹号 取件码 提货码 流水号 交易号 交易单号 参考号 业务号 受理号 受理编号 编号 编码 案号 案件编号 警号 工号 工单 工单号 合同 ' +
    '合同号 合同编号 保单号 保险单号 保单 航班 航班号 车次 发票 发票号 发票号码 发票代码 验证码 校验码 动态码 识别码 激活码 兑换码 优惠码 邀请码 推荐码 密码 口令 学号 考号 准考证号 准考证 座位号 考生号 ' +
    '型号 序列号 序号 产品编码 商品编码 条码 条形码 货号 批号 批次 批次号 版本号 税号 纳税人识别号 信用代码 统一社会信用代码 执照号 许可证号 备案号 批准文号 国药准字 车牌 车牌号 车架号 发动机号 ' +
    '股票代码 基金代码 证券代码 代码 门牌 房号 邮编 邮政编码 病历号 住院号 就诊号 挂号 预约号 排队号 票号 票据号 客票号 凭证号 回执号 参保号 社保号 公积金账号 户号 用户号 客户号 客户编号 会员号 会员卡号 会员编号 卡券号 券号 ' +
    '电表号 水表号 设备号 串号 机身号 imei iccid imsi isbn issn vin sn s/n mac 彩票 中奖号码 开奖号码 期号 第 共 总计 合计 金额 余额 积分 坐标 经度 纬度 圆周率 条目 id编号 单据号 审批号 文号 立案号 档案号 申请号 专利号 商标号 注册号 证书编号 证书号 报名号 报名序号 学籍号 身高 体重 时间戳 哈希 ' +
    'meeting meeting-id zoom zoom-id room-id game-id user-id uid order order-no order-number order-id tracking tracking-no tracking-number parcel shipment waybill awb consignment ref reference ref-no reference-no reference-number ref-number ' +
    'case case-no case-number case-id ticket ticket-no ticket-number invoice invoice-no invoice-number inv policy policy-no policy-number contract contract-no contract-number ' +
    'booking booking-ref booking-reference confirmation confirmation-no confirmation-number confirmation-code pnr flight code otp pin passcode password serial serial-no serial-number sku upc ean model ' +
    'part-no part-number item item-no item-number lot batch batch-no student-id student-number employee-id employee-number member-id member-number membership-number membership-no customer-id customer-number licence license licence-number license-number plate registration ' +
    'registration-number tax-id vat vat-no vat-number ein abn ssn nric transaction transaction-id transaction-no transaction-number txn txn-id txid receipt receipt-no receipt-number seat seat-no gate meter meter-number total amount balance sum score claim-number claim-no claim application-number application-no file-number docket docket-no po po-number po-no purchase-order uuid hash checksum commit build-number job-number job-no job-id request-id session-id patient-id patient-number nhs-number barcode quote-number quote lottery draw doi pmid arxiv',
  wechat:
    '微信 微信号 威信 薇信 加微信 加薇信 加威信 加v信 加vx 加wx 加wechat v信 vx 加v 加微 加薇 加威 加维 微号 薇号 wx weixin wechat wechat-id wei-xin 徽信 微❤ 威❤ 薇❤ v❤ 加💚 维信 ➕v ➕薇 ➕微 ➕威 +v +薇 +微 +威 薇 威 v号 企业微信 卫星 微芯',
  qq: 'qq 扣扣 企鹅 加qq 加q群 加qq群 q群 qq群 qq号 扣群 扣扣群 企鹅群 企鹅号 q号 加q 加扣 加扣扣 腾讯qq 秋秋 球球 +q ➕q 扣扣号',
  telegram:
    'telegram tg 电报 飞机 纸飞机 加telegram 加tg 加电报 加纸飞机 电报群 电报号 飞机号 tg群 tg号 teleg tele 小飞机 加飞机',
  whatsapp: '加whatsapp whatsapp whats-app wa whatsap 瓦次普',
  line: 'line 赖 加赖 line-id lineid 加line 赖id 我的赖',
  dingtalk: '加钉钉 钉钉 钉钉群 钉钉号 dingtalk dingding ding-talk 丁丁群',
  group: '群号 群组号 群',
  'resident-id':
    '身份证 身份证号 身份证号码 证件号 证件号码 公民身份号码 resident-id id-card identity-card id-number identity-number',
  passport: '护照 护照号 护照号码 护照编号 passport passport-no passport-number',
  version:
    '版本 版本号 固件 更新至 升级至 升级到 更新到 内核 章节 version ver v build release firmware kernel chrome firefox safari android ios windows macos node section chapter clause 第',
  package: '包名 应用包名 安装包名 软件包名 package package-name bundle-id bundle 包',
  link: '网址 网站 官网 链接 访问 登录 登陆 点击 打开 进入 域名 地址 浏览器 网页 网 link site website url visit click open domain host browse homepage web login log-in sign-in goto 下载 注册 平台',
  file: '文件 附件 文件名 脚本 源码 代码文件 file filename attachment script attached',
  'hong-kong': '香港 港 hk hongkong hong-kong 本港',
  macao: '澳门 macau macao',
  ip: 'ip 服务器 主机 服务端 ip地址 server host address ping ssh dns gateway 网关',
  'payment-app':
    '支付宝 支付宝账号 支付宝账户 alipay paypal 游戏账号 登录账号 淘宝账号 抖音账号 快手账号 会员账号 平台账号 用户账号 实名账号 微信账号 qq账号',
};
