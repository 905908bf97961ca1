import type { DomainWords } from '../domain-words.ts';
import { accountEn } from './account-en.ts';

/** English. Every other language has the same keys: a missing one is a type error. */
export const en = {
  tag: 'en',
  name: 'English',
  listSeparator: ', ',
  colon: ': ',

  verdicts: {
    'known-scam': {
      name: 'Known scam',
      sentence: 'This is a known scam.',
      meaning: 'It is on a list that a named person has adopted. The evidence is below.',
    },
    reported: {
      name: 'Reported',
      sentence: 'People have reported this. It is on no list of confirmed scams yet.',
      meaning: 'Treat it as a scam until you have asked an official office yourself.',
    },
    caution: {
      name: 'Be careful',
      sentence: 'Be careful: something about this looks wrong.',
      meaning:
        'It looks like something official that it is not, or has a shape that scams often have. That is a warning, not proof.',
    },
    'no-record': {
      name: 'No record',
      sentence: 'We have no record of this. That does not mean it is safe.',
      meaning: 'Every scam is unknown on its first day. Nobody has told us about this one, and that is all we know.',
    },
    'known-good': {
      name: 'Official',
      sentence: 'The number or site in it is official. The sender may still be someone else.',
      meaning: 'Scam messages often quote real numbers, and a caller’s number can be faked. Dial or type it yourself.',
    },
  },

  indicatorKinds: {
    phone: 'phone number',
    url: 'link',
    domain: 'website',
    email: 'e-mail address',
    ip: 'IP address',
    'bank-card': 'bank card',
    'bank-account': 'bank account',
    wallet: 'crypto wallet',
    handle: 'chat account',
    app: 'app',
  },

  handleServices: {
    wechat: 'WeChat',
    qq: 'QQ',
    telegram: 'Telegram',
    whatsapp: 'WhatsApp',
    line: 'LINE',
    dingtalk: 'DingTalk',
  },

  redactionKinds: { 'resident-id': 'identity number', passport: 'passport number' },

  scamKinds: {
    'brush-order': 'Fake orders or tasks for commission',
    'fake-loan': 'Loan that wants a fee first',
    'fake-refund': 'Fake customer service or refund',
    'impersonating-police': 'Someone posing as police or court',
    'impersonating-acquaintance': 'Someone posing as a boss, friend or relative',
    investment: 'Investment or “guaranteed” profit',
    romance: 'Romance or dating',
    'game-account': 'Game accounts or items',
    'part-time-job': 'Part-time job',
    phishing: 'Fake site that wants passwords or codes',
    gambling: 'Online gambling',
    'fake-invoice': 'Fake invoices',
    'account-purchase': 'Buying or renting bank cards or accounts',
    'overseas-job': 'Job abroad with high pay',
    'loan-cancellation': '“Cancel your student loan or credit record”',
    'exam-cheating': 'Exam answers or cheating equipment',
    blackmail: 'Blackmail',
    'fake-shop': 'Fake shop',
    'crypto-drainer': 'Crypto wallet emptied',
    'tech-support': 'Fake technical support',
    'fake-prize': 'Fake prize or lottery',
    other: 'Something else',
  },

  benignKinds: {
    'bank-notice': 'Notice from a bank',
    'verification-code': 'Verification code',
    courier: 'Delivery notice',
    'merchant-advert': 'Advertisement',
    'school-notice': 'Notice from a school',
    'service-notice': 'Notice from a public or paid service',
    personal: 'Private message',
  },

  campaignStates: {
    emerging: { name: 'New', meaning: 'It began within days, and reports are growing.' },
    active: { name: 'Going on', meaning: 'Reports keep coming in.' },
    quiet: { name: 'Quiet', meaning: 'Nothing has been reported of it for weeks.' },
    closed: { name: 'Closed', meaning: 'A named person has closed it.' },
  },

  channels: {
    sms: 'Text message (SMS)',
    call: 'Phone call',
    chat: 'Chat app',
    mail: 'E-mail',
    web: 'Website',
    app: 'App',
    social: 'Social media or video',
    'in-person': 'In person',
    other: 'Another way',
  },

  imageCodeKinds: {
    link: { name: 'link', meaning: 'Opens a website. It was looked up like a link that is typed.' },
    script: {
      name: 'script',
      meaning: 'Tries to run a program in the browser. It is shown as text and does nothing here.',
    },
    payment: {
      name: 'payment code',
      meaning: 'Asks for money or opens a wallet. Whoever scans it pays a person unknown to us.',
    },
    wifi: { name: 'Wi-Fi access', meaning: 'Connects the phone to a wireless network.' },
    contact: { name: 'contact', meaning: 'Calls, writes to, or saves somebody.' },
    app: { name: 'opens an app', meaning: 'Opens an application on the phone.' },
    text: { name: 'text', meaning: 'Text alone, which opens nothing.' },
  },

  reportStates: {
    received: { name: 'Received', meaning: 'It is kept. Nobody has decided about it yet.' },
    unverified: {
      name: 'Not verified',
      meaning: 'It came in a bulk import and counts for nothing until a person confirms it.',
    },
    escalated: { name: 'Being looked into', meaning: 'A person has passed it on for a closer look.' },
    confirmed: { name: 'Confirmed', meaning: 'A person has confirmed that this is a scam.' },
    rejected: { name: 'Not confirmed', meaning: 'A person looked at it and did not find a scam.' },
    junk: { name: 'Set aside', meaning: 'A person judged that this is not a report of a scam.' },
  },

  reportActions: {
    confirm: 'Confirm',
    reject: 'Reject',
    junk: 'Set aside as junk',
    escalate: 'Escalate',
    reopen: 'Reopen',
  },

  sourceRoles: {
    'known-scam': { name: 'Known scams', meaning: 'Values on these lists are answered “known scam”.' },
    'known-good': {
      name: 'Official numbers and sites',
      meaning: 'Checked numbers and sites of banks, police and offices.',
    },
    busy: { name: 'Very busy sites', meaning: 'So many people use them that they are never listed whole.' },
    shortener: {
      name: 'Link shorteners',
      meaning: 'A short link hides where it leads; only the exact link can be listed.',
    },
    'shared-host': { name: 'Sites where others publish', meaning: 'A bad page lists that page, never the whole site.' },
    impersonated: {
      name: 'Names that scams imitate',
      meaning: 'What resembles them is answered “be careful”. Nothing else follows from these lists.',
    },
    disposable: { name: 'Throw-away mail', meaning: 'Mail addresses that anyone can have for ten minutes.' },
  },

  listingScopes: {
    exact: (value: string) => `Only exactly ${value}`,
    path: (value: string) => `Only pages below ${value}, not the rest of that site`,
    host: (value: string) => `The site ${value}, not its neighbours`,
    domain: (value: string) => `${value} and every site below it`,
  },

  listingStates: { active: 'Active', withdrawn: 'Withdrawn', expired: 'Expired' },
  appealSubjects: { answer: 'an answer', listing: 'a listing' },

  appealStates: {
    waiting: { name: 'Waiting for a decision', meaning: 'Someone who did not make the first decision will decide.' },
    upheld: { name: 'You were right', meaning: 'The appeal was upheld and the decision taken back.' },
    dismissed: { name: 'The decision stands', meaning: 'The appeal was looked at and dismissed.' },
  },

  timelineKinds: {
    received: 'Report received',
    added: 'You added something',
    corrected: 'You corrected something',
    attached: 'You added a file',
    answered: 'Answer to you',
    decided: 'A person decided',
    appealed: 'You appealed',
    'appeal-decided': 'Your appeal was decided',
  },

  nextSteps: {
    'do-not-pay': {
      lead: 'Do not pay or transfer anything.',
      rest: 'No deposit, no fee, no “safe account”, no test payment.',
    },
    'do-not-click': { lead: 'Do not open the link.', rest: 'If you did: type nothing in, close the page.' },
    'do-not-install': {
      lead: 'Do not install the app.',
      rest: 'If you did: cut the network, remove the app, change passwords from another device.',
    },
    'do-not-share-codes': {
      lead: 'Give nobody a code or password, and do not share your screen.',
      rest: 'No bank, shop or officer needs them.',
    },
    'call-official-number': {
      lead: 'Call the official number.',
      rest: 'Take it from your card, a bill or the official site, never from this message.',
    },
    'contact-by-known-channel': {
      lead: 'Ask the person or office another way.',
      rest: 'Use a number that you had before this message came.',
    },
    'report-it': { lead: 'Report it.', rest: 'One minute of yours can spare the next person.' },
    'already-paid': { lead: 'Already paid? The first minutes count.', rest: 'See whom to call now' },
    'stay-careful': {
      lead: 'Stay careful.',
      rest: 'If it asks for money, codes, an app or hurry, treat it as a scam, whatever we know about it.',
    },
    'use-official-only': {
      lead: 'Use only the official number or site.',
      rest: 'Type or dial it yourself instead of following the message.',
    },
  },

  lookAlikes: {
    homoglyph: 'Some letters were swapped for ones that look the same.',
    typo: 'It differs by a letter or two.',
    embedded: 'The official name stands inside an address that belongs to someone else.',
    'tld-swap': 'It has the official name, but another ending.',
  },

  traits: {
    shortener: 'A short link hides where it really leads.',
    'ip-host': 'The link leads to a bare number instead of a name; real services hardly do that.',
    punycode: 'The address is written in a way that can pass for another one.',
    'mixed-script': 'The address mixes letters of different alphabets that look alike.',
    apk: 'The link installs an app from outside the app store.',
    obfuscated: 'It was written so that filters do not recognise it.',
    'user-info': 'The part before the @ pretends to be the site; the link leads elsewhere.',
    disposable: 'A throw-away mail address.',
    'store-link': 'It leads to a page in an app store.',
    invitation: 'An invitation into a chat group of strangers.',
    'service-number': 'A service number.',
    'card-brand': 'The number of a bank card.',
  },
  otherTrait: (trait: string) => `A shape that scams often have (${trait}).`,
  otherLookAlike: 'It resembles the official one.',

  site: {
    name: 'Spring Rain',
    promise: 'Someone reports a scam once, and everyone after them is protected.',
    skip: 'Skip to content',
    alreadyPaid: 'I have already paid',
    demo: 'Demo: everything here is made up. Do not enter real cases.',
    menu: 'About this site',
    home: 'Check something',
    report: 'Report a scam',
    receipt: 'Look up a receipt',
    appeal: 'Appeal against a listing',
    scams: 'Scam playbooks',
    sources: 'Where our knowledge comes from',
    promises: 'What we promise',
    developers: 'For developers',
    version: (version: string) => `Version ${version}`,
    errorTitle: (title: string) => `Error: ${title}`,
    optional: ' (optional)',
    problemHeading: 'Please check this',
    toField: 'Go to the field',
    leavesSite: ' (other website)',
    characters: 'characters',
  },

  home: {
    title: 'Got something suspicious?',
    label: 'Paste it here',
    hint: 'A message, number, link, account or wallet. Everything at once is fine.',
    check: 'Check it',
    picture: 'Or a screenshot',
    checkPicture: 'Check the picture',
    pictureHint: 'One picture: a chat, a message, a QR code. It is read on this server and not kept.',
    fromPicture: 'Read from an image',
    fromPictureNote:
      'A machine read this from your picture and may have misread a letter or a digit. Check it against the picture; if a number or a link differs, type it in as it stands there.',
    readInPart: 'Only a part of the picture was read. Cut out the rest and check it too.',
    readText: 'The text that was read',
    codes: 'Codes in the picture, such as QR codes, shown and not opened:',
    pictureAgain: 'Your picture was not kept. If you report this, add it again on the next page.',
    privacy: 'What you check is not stored and not logged, unless you report it.',
    another: 'Check something else',
    nextSteps: 'What to do now',
    evidence: 'Why we say this',
    marked: 'What we recognised in it',
    noneFound:
      'We recognised no number, link, account or address in this text, so there was nothing to look up. Judge the message by what it wants: money, codes, an app or hurry are signs of a scam.',
    reportLead: 'Tell us, so that the next person is warned',
    reportIt: 'Report it',
    list: 'Everything recognised',
    position: (start: number, end: number) => `characters ${start} to ${end}`,
    more: (count: number) => `and ${count} more`,
    noRecordFor: 'No record of these. That does not mean they are safe:',
    private: (kind: string) =>
      `Shown in reverse: ${kind}. It is yours alone; if you report this, it is covered before we keep it.`,
    hiddenSign: 'hidden direction sign',
  },

  suspicion: {
    readsLike: 'This reads like: ',
    readsLikeScam: 'This reads like a scam; of which kind is not clear.',
    likelihoods: { high: ' (very likely)', fair: ' (likely)', low: ' (possibly)' },
    meaning: 'It is like messages that scammers send. Treat it as a scam until you have asked another way.',
    alike: 'A likeness is not proof. It says what the text resembles, not who sent it.',
    campaign: (people: number, days: number) =>
      `It resembles a scam reported by about ${people} ${people === 1 ? 'person' : 'people'} in ${days} ${days === 1 ? 'day' : 'days'} (an estimate).`,
    goesOn: 'How this kind of scam usually goes on',
    whole: (kind: string) => `The whole playbook: ${kind}`,
    all: 'See how the different kinds of scam go',
    phrase: (kind: string) => `wording as in: ${kind}`,
    phrases: 'Wavy underline: wording that scams of this kind use.',
    wording: 'What warns us here is how the text is worded.',
  },

  scams: {
    title: 'Scam playbooks',
    lead: 'How each kind of scam goes, how to recognise it, and what to do now.',
    groups: {
      trouble: '“There is a problem, and you must act”',
      profit: '“Here is easy money”',
      closeness: '“You know me”',
      access: 'They want into your accounts and devices',
      deal: '“A good deal, just pay first”',
      general: 'Not sure which',
    },
    trail: 'You are here',
    says: 'What they say or do',
    signs: 'How to recognise it',
    doNow: 'What to do now',
    ifPaid: 'If you have already paid',
    check: 'Got such a message? Check it',
    alike: 'Alike is not guilty: a message that resembles this may still be honest. Ask through an official number.',
    where: 'This page',
  },

  evidence: {
    listedBy: (title: string) => `On the list “${title}”`,
    source: 'Source',
    scope: 'What it covers',
    reports: 'Reports',
    reportsInList: (count: number) =>
      count === 1
        ? 'This list counts 1 report of it.'
        : `This list counts ${count} reports of it. Reports, not people: one person may have reported more than once.`,
    since: 'Known since',
    lastSeen: 'Last reported',
    expires: 'Counts until',
    reason: 'Reason',
    official: (name: string) => `Published by ${name} as its own`,
    reporters: (count: number) =>
      count === 1
        ? 'About 1 person has reported this (an estimate).'
        : `About ${count} different people have reported this (an estimate).`,
    confirmed: (count: number) =>
      count === 0
        ? 'Nobody has confirmed any of these reports yet.'
        : count === 1
          ? 'A named person has confirmed 1 report.'
          : `A named person has confirmed ${count} reports.`,
    reportedWhat: 'What was reported',
    lookAlike: (official: string) => `It looks like ${official}, but is not.`,
    appeal: 'This is wrong? Appeal',
    appealOf: (value: string) => `This is wrong? Appeal against the listing of ${value}`,
    call: (number: string) => `Call ${number}`,
  },

  report: {
    title: 'Report a scam',
    lead: 'Only the first box is needed. Write or paste as it is; nobody will blame you.',
    text: 'What did you receive, or what happened?',
    textHint: 'Message, number, link, account. Leave out your own identity number and passwords.',
    what: 'What kind, when and how',
    scamKind: 'What kind of scam',
    chooseKind: 'I do not know',
    channel: 'How it came',
    chooseChannel: 'Not said',
    happenedAt: 'When it came',
    money: 'Money',
    moneyMoving: 'I have paid, and the money may still be on its way',
    moneyMovingHint: 'Call your bank and the police first. This report does not stop a payment.',
    amount: 'Amount',
    amountHint: 'For example 1200.50',
    currency: 'Currency',
    paidAt: 'When you paid',
    ownBank: 'Your bank or payment app',
    ownBankHint: 'Its name only, not your account number.',
    payeeAccount: 'The account you paid to',
    payeeAccountHint: 'Number, name, wallet or payment code, as far as you have it.',
    contact: 'How to reach you',
    contactLabel: 'Phone or e-mail',
    contactHint:
      'It is sealed at once: this server cannot read it. A named person may open it only for a stated purpose, and that is recorded.',
    contactUnavailable:
      'This installation has no key to seal contact details with, so it takes none. You can follow your report with the receipt.',
    files: 'Pictures or PDF',
    filesLabel: 'Choose files',
    filesHint:
      'Up to 5 files of 10 MB each: JPEG, PNG, WebP, GIF or PDF. We remove the location and other hidden data from pictures.',
    filesAgain: 'Your text is kept. Files have to be chosen again.',
    send: 'Send the report',
    afterSending: 'You then get a receipt of 16 digits to follow the report with. No account, no name.',
  },

  proof: {
    title: 'One moment before we can take it',
    why: 'Very many reports are coming from your network just now. So that a flood does not shut people out, we ask for a short wait. Nothing you wrote is lost.',
    wait: (seconds: number) => `Wait ${seconds} seconds, then press the button again.`,
    working: 'Your device is solving a small task. You can send in a moment.',
    done: 'Ready. You can send now.',
  },

  given: {
    title: 'We have your report',
    titleAppeal: 'We have your appeal',
    moneyFirst: 'Your money comes first: call now',
    moneyFirstMore: 'This report does not stop the payment. Only your bank and the police can.',
    receipt: 'Your receipt',
    keep: 'Write it down or take a picture now. It is shown only once, and nobody can look it up for you.',
    receivedAt: 'Received',
    copy: 'Copy',
    copied: 'Copied',
    print: 'Print',
    status: 'See what becomes of it',
    next: 'What happens now',
    nextReport:
      'A person will read it. Answers and decisions appear on the receipt page, where you can also add to it and appeal.',
    nextAppeal: 'Someone who did not make the decision will decide about your appeal. The receipt page shows by when.',
    notTaken: 'Not everything was taken',
    notTakenMore: 'Your report itself is safe. You can add files again on the receipt page.',
    where: 'To be entered at',
  },

  receipt: {
    title: 'Look up a receipt',
    label: 'The 16 digits of your receipt',
    hint: 'Spaces do not matter.',
    show: 'Show',
    lost: 'Lost it? Nobody can find it for you, we do not know who you are. You can simply report again.',
  },

  status: {
    title: 'What became of your report',
    titleAppeal: 'What became of your appeal',
    receipt: 'Receipt',
    state: 'Where it stands',
    moneyMoving: 'Marked as money on its way',
    timeline: 'What has happened',
    yourText: 'What you told us',
    files: 'Your files',
    file: (type: string, size: string) => `${type}, ${size}`,
    appeals: 'Your appeals',
    appealAgainst: (subject: string) => `Appeal against ${subject}`,
    due: 'To be decided by',
    dueMore: 'by a person who did not make the first decision',
    daysLeft: (days: number) =>
      days === 0 ? 'Less than a day is left.' : days === 1 ? '1 day is left.' : `${days} days are left.`,
    overdue: 'This time has passed. The appeal is still waiting.',
    decidedAt: 'Decided',
    add: 'Add something',
    addLabel: 'More details, or what happened since',
    addFiles: 'Pictures or PDF',
    addSend: 'Add',
    appeal: 'Appeal',
    appealLead: 'You think an answer or a decision is wrong? Someone else will look at it.',
    appealLabel: 'What is wrong, and why',
    appealSend: 'Send the appeal',
    appealLater: 'You can appeal as soon as there is an answer or a decision.',
    appealWaiting: 'Your appeal is waiting for a decision. What you add on this page is read with it.',
    kept: 'What we keep, and until when',
    keptBefore: 'Your text, your files and this page are kept until ',
    keptAfter: '. Then they are deleted for good.',
    keptContact: 'Your contact details are sealed and are deleted with the report at the latest.',
    keptNoContact: 'You left no contact details.',
    held: 'A law keeps it for now. Until that ends, nothing of it is deleted; then it is, by itself.',
    rights: 'What is yours to ask for',
    download: 'Download everything that we keep about what you told us',
    downloadHint: 'One JSON file: your text, additions, answers, files by name and size, decisions, appeals.',
    correct: 'Correct something',
    correctLead: 'It stands beside your text, marked as a correction. What you wrote first stays readable.',
    correctLabel: 'What is wrong, and what is right',
    correctSend: 'Send the correction',
    delete: 'Ask for deletion',
    deleteLead:
      'A person decides. If it is granted, text, loss, contact details and files are deleted, and this receipt opens nothing any more. That something was decided is kept, without what it was about.',
    deleteLabel: 'Why, if you want to say',
    deleteSend: 'Ask for deletion',
    deleteAgain: 'Ask again',
    deletion: 'You asked for deletion',
    deletionStates: {
      waiting: 'A person will decide.',
      granted: 'It was granted.',
      refused: 'It was refused.',
    },
    deletionHeld: 'A law keeps the report for now. It is deleted as soon as that ends, without you asking again.',
    deletionOverdue: 'This time has passed. The request is still waiting.',
    fresh: 'Something new has arrived.',
    recognised: 'Recognised in it',
    decidedTo: (state: string) => `Now: ${state}`,
  },

  paid: {
    title: 'Call now. Everything else can wait.',
    lead: 'It happened to many people before you. Quick calls can still stop the money.',
    bankFirst: 'Your bank or payment app first',
    bankFirstMore:
      'The number on the back of your card, or in the app under help. Say: “I was scammed. Please stop the payment and block my card.”',
    numbers: (country: string) => `Numbers to call: ${country}`,
    numbersAnywhere: 'Whom to call',
    choose: 'Where are you?',
    chooseOther: 'Another country or region',
    elsewhere: 'Not on the list: call your bank, then the police emergency number of the place you are in.',
    source: 'where the number is published',
    callNumber: (number: string, what: string) => `Call ${number}: ${what}`,
    checklist: 'The next ten minutes',
    steps: [
      {
        lead: 'Call your bank.',
        rest: 'Have the time, the amount and the account you paid to at hand. Ask for the payment to be stopped and your account to be protected.',
      },
      {
        lead: 'Call the police or the fraud hotline.',
        rest: 'The numbers are above. Ask for a case number and write it down.',
      },
      { lead: 'Pay nothing more.', rest: 'No fee to “unfreeze”, no tax, no “last step”. More money brings none back.' },
      { lead: 'Break off contact.', rest: 'Do not argue and do not say that you know. Do not delete anything.' },
      {
        lead: 'Take back your phone.',
        rest: 'If you installed an app or shared your screen: switch off the network, then change passwords from another device.',
      },
      { lead: 'Keep the evidence.', rest: 'Pictures of the chat, the number, the link and the payment record.' },
      { lead: 'Beware of helpers.', rest: 'Whoever promises to get the money back for a fee is the next scam.' },
    ],
    form: 'Then tell us',
    formLead:
      'Four short fields. This report goes to the top of the list, but it does not stop the payment: the calls do.',
    text: 'What happened? Paste the message, number or link',
    send: 'Send the report',
  },

  appeal: {
    title: 'Appeal against a listing',
    lead: 'Is your number, site or account listed by mistake? Tell us. Someone who did not list it decides.',
    value: 'What is listed',
    valueHint: 'The number, link, site or account, exactly as it was shown.',
    text: 'Why it is wrong',
    textHint: 'For example whose it is, since when, and what can be checked.',
    contact: 'How to reach you',
    send: 'Send the appeal',
    after: 'You get a receipt of 16 digits. With it you see by when it must be decided, and how.',
  },

  sources: {
    title: 'Where our knowledge comes from',
    lead: 'Checks rest on published lists that a named person has adopted, and on reports that a named person has confirmed.',
    empty: 'No list has been loaded yet. Until then every check rests on reports alone.',
    publisher: 'Publisher',
    licence: 'Licence',
    values: 'Entries',
    asOf: 'As of',
    adopted: 'Adopted by',
    notAdopted: 'not adopted: its entries count for nothing',
    attribution: 'Attribution',
    link: 'Original',
  },

  promises: {
    title: 'What we promise',
    lead: 'These hold today, and tests in the source code watch over them.',
    list: [
      {
        lead: 'A check is not kept.',
        rest: 'What you paste into the box is answered and forgotten: not stored, not logged, unless you press “Report it”.',
      },
      {
        lead: '“No record” is never called safe.',
        rest: 'And a mere likeness to something official is a warning, never a verdict.',
      },
      {
        lead: 'People decide, under their name.',
        rest: 'Software recognises and suggests. What is confirmed or listed is decided by a named person with a reason that is written down for good.',
      },
      {
        lead: 'Every listing ends, and can be appealed.',
        rest: 'It has a reason and a date on which it stops counting. Someone else than who decided hears the appeal.',
      },
      {
        lead: 'As narrow as possible.',
        rest: 'A bad page on a shared site lists that page, not the site that thousands of others use.',
      },
      {
        lead: 'No lists of people.',
        rest: 'We keep numbers, links and accounts that scams use. No opinions, no speakers, no views.',
      },
      { lead: 'We look only at what you bring.', rest: 'No reading of private messages, no watching of accounts.' },
      {
        lead: 'Your contact details are sealed.',
        rest: 'The server that takes them cannot read them. Opening them needs a purpose, and each opening is recorded.',
      },
      {
        lead: 'Identity numbers are blacked out.',
        rest: 'Chinese identity and passport numbers that we recognise in a report are covered before it is kept.',
      },
      {
        lead: 'Pictures lose their hidden data.',
        rest: 'Location and camera details are removed before we keep them.',
      },
      { lead: 'Everything is deleted in time.', rest: 'Your receipt page shows the day.' },
      {
        lead: 'No account, no tracking.',
        rest: 'Cookies serve this site alone: your language, and not counting one person twice. Nothing here is loaded from other sites.',
      },
    ],
    notYet: 'What we cannot do yet',
    notYetMore:
      'This site does not stop payments and does not alert the police for you. If you have paid, call: the button at the top shows the numbers.',
  },

  developers: {
    title: 'For developers',
    lead: 'Everything on this site can also be done through the API: JSON over HTTP, no key needed for what is public.',
    whole: 'The whole description (OpenAPI 3.1)',
    common: 'Any of them may refuse with',
    needs: 'Needs',
    request: 'Sends',
    reply: 'Answers',
    problems: 'Refusals',
    noneFound: 'The description holds no endpoints.',
    groups: { api: 'For programs', operator: 'For the operator of this host', pages: 'Pages' },
  },

  account: accountEn,

  people: {
    title: 'People and roles',
    lead: 'Who has which role in your agency. Nobody changes their own; the last administrator stays.',
    role: 'Role',
    since: 'Since',
    by: 'Granted by',
    disabled: 'account closed',
    more: 'More people',
    grant: 'Grant a role',
    personHint: 'Of a colleague who has an account.',
    reason: 'Reason',
    reasonHint: 'It stands in the log, with your name.',
    grantSend: 'Grant',
    end: 'End a role',
    endSend: 'End it',
  },
  passkeys: {
    title: 'Passkeys',
    lead: 'A passkey signs you in alone: your device checks that it is you, by finger, face or code. It works on this site only and cannot be told to anybody.',
    none: 'You have none yet.',
    addedAt: 'Added',
    lastUsedAt: 'Last used',
    never: 'never',
    remove: 'Remove',
    removeNamed: (name: string) => `Remove ${name}`,
    add: 'Add a passkey',
    name: 'Name',
    nameHint: 'So that you know it again, such as: office computer.',
    addSend: 'Add',
    signIn: 'Sign in with a passkey',
    failed: 'That did not work: the device refused, or was interrupted. Try again.',
    needsScript: 'Adding a passkey needs JavaScript; signing in by password does not.',
    back: 'Back to my account',
  },

  providers: {
    title: 'Your agency’s own sign-in service',
    lead: 'Link your account there once, and sign in by it from then on.',
    signInBy: (name: string) => `Sign in by ${name}`,
    linkTo: (name: string) => `Link my account at ${name}`,
    signedIn: 'You are signed in',
    linked: 'Your account is linked',
    goOn: 'Go on',
  },

  problem: {
    next: 'What you can do',
    home: 'Back to the start',
    paid: 'If you have paid, do not wait for us: call your bank and the police now.',
    retry: (seconds: number) => `Try again in ${seconds} seconds.`,
    code: 'For whoever helps you',
  },
} as const satisfies DomainWords & Record<string, unknown>;
