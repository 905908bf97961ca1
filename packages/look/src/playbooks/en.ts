import type { Playbooks } from './playbook.ts';

/** English. */
export const en: Playbooks = {
  'brush-order': {
    title: 'Little tasks that pay, until you pay',
    oneLine: 'Likes, follows or orders for commission. The first small sums come back; the large ones never do.',
    says: [
      '“Try a few first, the commission comes at once.” The first payments really do come.',
      'You are put into a group where everyone shows what they earned today.',
      '“This is a combined task. Finish the set and all of it comes back.” Each task costs more.',
      '“You made an error and the account is locked. One more payment releases everything.”',
    ],
    signs: [
      'To work, you pay first.',
      'Your balance is a number in an app you did not know; it is not in your bank.',
      'You cannot take money out before you have finished, and someone urges you on.',
      'Everybody else in the group has earned something. Most of them belong to it.',
    ],
    doNow: [
      { lead: 'Stop here. No more tasks, no more payments.', rest: 'Finishing the set brings nothing back.' },
      { lead: 'Do not pass money on for them.', rest: 'It may have been taken from someone else.' },
      {
        lead: 'Take pictures, then leave the group.',
        rest: 'Keep the chat, the payments and the accounts you paid to.',
      },
    ],
    ifPaid: [
      'Call your bank and the police now; the first minutes count.',
      'Tell them about the sums you got back, too. It helps to trace the rest.',
    ],
  },

  'fake-loan': {
    title: 'A loan that wants money first',
    oneLine: 'Quick credit without questions, but first a fee, a deposit or a “release” payment. The loan never comes.',
    says: [
      '“You are approved. Only the verification is left.”',
      '“Your account number was wrong, so the money is frozen. Pay to release it.”',
      '“Transfer something first, to show that you can repay.”',
      'Letters with stamps and signatures say that not paying will ruin your credit.',
    ],
    signs: [
      'They want money before they lend any, whatever they call it.',
      'The app comes from a link and is in no app store.',
      'Nobody asks what you earn or what the loan is for.',
      'The fee goes to a private account, a wallet or gift cards.',
    ],
    doNow: [
      { lead: 'Pay nothing before a loan.', rest: 'An honest lender does not ask for it.' },
      { lead: 'Send no more papers, cards or codes.', rest: 'If you did, call the number on your bank card.' },
      { lead: 'Ignore the threats.', rest: 'A loan that you never received is not yours to repay.' },
      { lead: 'Ask at your own bank or a debt advice service.', rest: 'Go there yourself, not through a link.' },
    ],
    ifPaid: ['Call your bank and the police now.', 'Do not pay again to “get the deposit back”.'],
  },

  'fake-refund': {
    title: '“Customer service” that calls about a refund',
    oneLine:
      'Someone from a shop, courier or platform wants to pay you back or cancel a charge, and needs your screen, a code or a transfer for it.',
    says: [
      '“Your order was faulty. You get your money back, and more.”',
      '“A subscription renews today. We can cancel it for you.”',
      '“Install this and share your screen, I will guide you.”',
      '“Too much was refunded by mistake. Please send back the difference.”',
    ],
    signs: [
      'They contact you first, and know your order. Order data leak: knowing it proves nothing.',
      'You are led away from the shop, to a chat, a link or an app.',
      'A refund needs a payment, a loan or a code from you.',
      'They want to see your screen, and with it your passwords and codes.',
    ],
    doNow: [
      {
        lead: 'Break off, and look at the order in the shop’s own app.',
        rest: 'Ask the help there, never their number.',
      },
      { lead: 'Do not share your screen. If you do, stop now.', rest: 'Cut the network, change passwords elsewhere.' },
      { lead: 'Send nothing to “verify” or to “give back”.', rest: 'A real refund comes by the way you paid.' },
    ],
    ifPaid: ['Call your bank and the police now.', 'If they had you borrow money, tell the lender that it was a scam.'],
  },

  'impersonating-police': {
    title: '“Police” or “court” on the phone',
    oneLine:
      'You are said to be part of a case. You must keep it secret, stay on the line, and move your money to be “checked”.',
    says: [
      '“Your card was used in a crime. I am connecting you to the officer.”',
      'They send an arrest warrant with your picture on it.',
      '“The case is secret. Speak to nobody, not even your family.”',
      'You are to move your money to a “safe account” until this is cleared.',
    ],
    signs: [
      'Real police do not settle a case by phone or chat, and send no warrants there.',
      'There is no “safe account”. Whoever speaks of one is a fraudster.',
      'You may not hang up and may not tell anyone.',
      'They want an app installed, your screen, your savings or a code.',
    ],
    doNow: [
      { lead: 'Hang up, or do not answer.', rest: 'That is no offence, and it makes nothing worse.' },
      { lead: 'Tell someone close to you at once.', rest: 'The secrecy is there so that nobody can warn you.' },
      {
        lead: 'Call the police yourself and ask.',
        rest: 'Dial a number you looked up; do not be put through, do not call back.',
      },
      { lead: 'Move no money, give no code, share no screen.', rest: 'No case anywhere needs that.' },
    ],
    ifPaid: [
      'Call your bank and the police now, and ask for the payment to be stopped.',
      'If you were told to stay somewhere alone, go home or to the nearest police station.',
    ],
  },

  'impersonating-acquaintance': {
    title: 'A “boss”, “friend” or “child” who needs money fast',
    oneLine: 'A new number with a known name and picture. They cannot talk just now, and need a payment at once.',
    says: [
      '“Hi Mum, my phone broke, this is my new number.”',
      '“I am in a meeting. Please pay this for me today.”',
      '“Buy gift cards for the team and send me the codes.”',
      'They show proof that they sent you the money; it just has not arrived.',
      'A voice or video made by a computer sounds and looks like them.',
    ],
    signs: [
      'They write from a new number or account.',
      'They will not talk, or only for seconds and with a poor picture.',
      'It is urgent from the start, and to be kept quiet.',
      'The account to pay belongs to somebody else.',
    ],
    doNow: [
      { lead: 'Wait, and call them on the number you had before.', rest: 'No answer? Ask someone near them.' },
      { lead: 'Ask something only the two of you know.', rest: 'Voices and faces can be faked.' },
      { lead: 'At work, keep to the usual way of paying.', rest: 'Check in person or by phone, however urgent it is.' },
      { lead: 'Tell the person whose name is used.', rest: 'They can warn the others.' },
    ],
    ifPaid: [
      'Call your bank and the police now.',
      'Then tell the person whose name was used: others may be about to pay.',
    ],
  },

  investment: {
    title: 'An investment that only ever goes up',
    oneLine:
      'A mentor, a group or a new friend shows you shares, crypto or gold. The numbers rise; the money never comes out.',
    says: [
      '“Follow our teacher. The profit is guaranteed.”',
      'A first small profit really is paid out.',
      '“Places are few. With more money you get into the next round.”',
      '“To withdraw, first pay the tax or the deposit.”',
      'You are to hand over cash or gold to someone who comes for it.',
    ],
    signs: [
      'Profit is guaranteed. Nobody honest can promise that.',
      'The platform came as a link and is in no app store.',
      'You pay to private people or to firms you have never heard of.',
      'Whoever asks a question leaves the group.',
    ],
    doNow: [
      { lead: 'Pay nothing more in.', rest: 'A platform that wants money before it pays out is not real.' },
      { lead: 'Look the firm up at your financial regulator.', rest: 'Type the regulator’s address yourself.' },
      { lead: 'Talk to family or to your bank.', rest: 'All the more if you were asked not to.' },
      { lead: 'Take pictures, then leave.', rest: 'The chat, the address of the platform, the accounts you paid to.' },
    ],
    ifPaid: [
      'Call your bank and the police now. Do not wait for the platform’s “support”.',
      'Whoever offers to get it back for a fee is the next scam.',
    ],
  },

  romance: {
    title: 'A love you have never met',
    oneLine: 'Someone online is close to you every day. Then come an investment, an emergency or a ticket to pay.',
    says: [
      'Good morning and good night, and very soon talk of a life together.',
      'They are a soldier, a doctor, on an oil rig; a meeting is never possible.',
      '“I know a way for us to earn, I will show you.”',
      '“I am in hospital.” “Customs keep my parcel.” “Only the ticket is missing.”',
    ],
    signs: [
      'Money comes up before you have ever met.',
      'No video call, or only short and dark ones.',
      'You are to keep it from family and friends.',
      'The stories do not fit together; the pictures are always perfect.',
    ],
    doNow: [
      { lead: 'Give no money to someone you have not met.', rest: 'Receive or forward none for them either.' },
      { lead: 'Tell someone you trust.', rest: 'From outside it is often easier to see.' },
      { lead: 'Search for their pictures.', rest: 'The same face often has several names.' },
      { lead: 'Send no intimate pictures.', rest: 'They can be used against you.' },
    ],
    ifPaid: [
      'Call your bank and the police now. These people do this for a living, and many have met them.',
      'Keep the messages. You owe nobody a goodbye.',
    ],
  },

  'game-account': {
    title: 'Game accounts and items that never arrive',
    oneLine:
      'A good price for an account, a skin or coins, paid outside the game or on a trading site that is not real.',
    says: [
      '“Use my site, it is quicker and free.”',
      '“You typed the number wrong, the money is frozen. Top up the same sum to release it.”',
      'After the payment you are blocked, or the account is taken back by its owner.',
      '“Free skins!” A child is to scan a code with a parent’s phone.',
    ],
    signs: [
      'The price is far better than elsewhere.',
      'They will not trade inside the game or a known marketplace.',
      'They sent you the address of the trading site.',
      'You have to pay in before you can take out.',
    ],
    doNow: [
      { lead: 'Trade only inside the game or a known marketplace.', rest: 'Open it yourself, not by their link.' },
      { lead: 'Do not top up to release anything.', rest: 'It does not come back.' },
      { lead: 'Give nobody the password or a code.', rest: 'Account gone? Use the game’s own recovery.' },
      {
        lead: 'If it happened to a child, stay calm together.',
        rest: 'Look at the payments and make the calls side by side.',
      },
    ],
    ifPaid: [
      'Call your bank or payment app, then the police.',
      'If you paid inside a marketplace, ask it for your money as well.',
    ],
  },

  'part-time-job': {
    title: 'A job that costs money before it pays',
    oneLine: 'Easy work from home with good pay, but first a deposit, a course, or your papers and bank card.',
    says: [
      '“Type, copy or package at home, paid every day.”',
      '“The deposit comes back after your first week.”',
      '“Only the training is left to pay.” Then comes the next fee.',
      '“We need your card and identity papers for the payroll.”',
      '“Receive payments for us and keep a share.”',
    ],
    signs: [
      'You are hired without an interview.',
      'You pay, or take a loan, before you begin.',
      'The firm has no address that can be found.',
      'The pay is far above what such work brings.',
      'Money of others is to run through your account.',
    ],
    doNow: [
      { lead: 'Pay nothing to start a job.', rest: 'An employer pays you.' },
      { lead: 'Hand over no bank card, SIM card or code.', rest: 'If you did, call the number on the card.' },
      { lead: 'Look the firm up yourself.', rest: 'Call its public number and ask about the job.' },
      { lead: 'Do not move money for them.', rest: 'It may have been taken from someone else.' },
    ],
    ifPaid: [
      'Call your bank and the police now.',
      'If they have your papers, watch for accounts and loans in your name.',
    ],
  },

  phishing: {
    title: 'A copied page that wants your card or codes',
    oneLine:
      'A message from a “bank”, “parcel service” or “tax office” leads to a page that looks real. What you type goes to someone else.',
    says: [
      '“Your account is restricted. Confirm today.”',
      '“Your parcel is held. Pay a small fee for delivery.”',
      '“Your toll is unpaid.” “You have a tax refund.”',
      'The page asks for the card, then the password, and last for the code.',
    ],
    signs: [
      'A message with a link and a deadline.',
      'The address is not quite the official one, or long and strange.',
      'It wants card number, password, expiry date and code.',
      'The text with your code speaks of a payment; the page speaks of something else.',
    ],
    doNow: [
      {
        lead: 'Look in the official app, or type the address yourself.',
        rest: 'If the link is open already, close the page.',
      },
      { lead: 'Type in no code, tell no code.', rest: 'Read first what the text says it is for.' },
      { lead: 'Not sure? Call the number on your bank card.', rest: 'Not the one in the message.' },
    ],
    ifPaid: [
      'If you typed in a card or a code: call your bank by the number on the card and have it blocked.',
      'Change the password, from another device, wherever else you use it.',
    ],
  },

  gambling: {
    title: 'Betting where money only goes in',
    oneLine: 'A bonus, a tip, a first win. When you want your money out, there is always one more condition.',
    says: [
      '“Sign up and play with our money.”',
      '“Follow the plan, you cannot lose.”',
      '“Your turnover is too low. Top up once more to withdraw.”',
      '“You broke a rule. Pay a deposit to unlock the account.”',
    ],
    signs: [
      'A stranger adds you to a group with “sure tips”.',
      'The address keeps changing, and the app is in no app store.',
      'You win, and cannot take it out.',
      'Every payment goes to another account.',
    ],
    doNow: [
      { lead: 'Pay in nothing more, not even to win it back.', rest: 'They decide what the numbers show.' },
      { lead: 'Lend nobody your account.', rest: 'Stolen money may run through it.' },
      { lead: 'Take pictures, then leave the group.', rest: 'Keep the payments and the accounts you paid to.' },
      { lead: 'Hard to stop? Talk to family or a doctor.', rest: 'Someone can keep your cards for a while.' },
    ],
    ifPaid: ['Call your bank and the police now, and tell it as it was.'],
  },

  'fake-invoice': {
    title: 'Invoices for sale',
    oneLine:
      'Receipts for anything, for a small share. They take the money and go; and using such an invoice is an offence.',
    says: [
      '“Genuine invoices for every trade, pay after checking.”',
      '“Pay the share first, the papers come today.”',
      '“Our company closes and has invoices left.”',
      'After the deposit comes a fee for delivery.',
    ],
    signs: [
      'An invoice without anything bought or sold.',
      'Mass messages that give only a mobile number or a chat name.',
      'A company’s business, paid to a private account.',
    ],
    doNow: [
      { lead: 'Do not answer and do not pay.', rest: 'To write or use an invoice without a sale is an offence.' },
      { lead: 'Need one? Ask whoever sold you the goods.', rest: 'Or your tax office.' },
      {
        lead: 'Keep a doubtful invoice out of your books.',
        rest: 'Check it at the tax office’s site; type the address yourself.',
      },
    ],
    ifPaid: [
      'Call your bank and the police with the time and the account you paid to.',
      'If they have papers of your firm, tell your accountant and the tax office.',
    ],
  },

  'account-purchase': {
    title: 'Cash for your bank card or account',
    oneLine: 'They pay for your card, SIM or account and move stolen money through it. The trace leads to you.',
    says: [
      '“Sell me the account you do not use.”',
      '“Just rent it to us for a week.”',
      '“Receive some payments, pass them on, keep a share.”',
      '“Bring your card and papers, room and food are free.”',
    ],
    signs: [
      'Money for a card, number or account in your name.',
      'You are to receive, withdraw or pass on other people’s money.',
      'They keep saying that it is legal and that nothing can happen.',
      'You are to open new accounts or a company.',
    ],
    doNow: [
      { lead: 'Do not sell, rent or lend it.', rest: 'In many countries that is a crime.' },
      { lead: 'Already handed over? Block it now.', rest: 'Call the number on the card, and your phone company.' },
      {
        lead: 'Neither spend nor pass on money that is not yours.',
        rest: 'Tell your bank and the police; they deal with it.',
      },
      { lead: 'Go to the police yourself.', rest: 'The sooner you explain, the better for you.' },
    ],
    ifPaid: [
      'If you paid a “deposit”, call your bank and the police.',
      'List every card and number that you gave away, and block them one by one.',
    ],
  },

  'overseas-job': {
    title: 'A well-paid job abroad that is not there',
    oneLine:
      'Office work abroad, flight and room paid. On arrival passports are taken, and people are forced to defraud others.',
    says: [
      '“No experience needed, flight and room are free.”',
      '“Come to the border first, someone will fetch you.”',
      '“You enter as a tourist, the papers come later.”',
      '“Only the visa fee is yours to pay.”',
    ],
    signs: [
      'The pay is far above what such work brings there.',
      'No clear name or address of the employer.',
      'A tourist visa, or a way over the border on foot.',
      'You are to keep quiet, or to hand over your passport.',
      'It came from someone met online, or not heard of for years.',
    ],
    doNow: [
      { lead: 'Do not leave, pay or hand over papers yet.', rest: 'A booked flight can still be missed.' },
      { lead: 'Ask your embassy or labour office about the firm.', rest: 'Look up their numbers yourself.' },
      { lead: 'Tell your family where you go and who arranged it.', rest: 'Leave them numbers, names and the route.' },
      {
        lead: 'Already there? Try to reach your embassy and the local police.',
        rest: 'People first, money later. Your family can go to the police at home.',
      },
    ],
    ifPaid: [
      'If you paid, call your bank and the police.',
      'If they have your passport, tell the police and your embassy.',
    ],
  },

  'loan-cancellation': {
    title: 'A loan or credit record to be “cleared”',
    oneLine:
      'An old student loan must be closed, or a bad record can be deleted. In the end you borrow money and send it to them.',
    says: [
      '“You had a student account. It must be closed, or your credit suffers.”',
      '“Under a new rule this loan has to be cancelled. You qualify.”',
      '“Share your screen, so that I can see your limits.”',
      '“Borrow what is left and transfer it to be cleared. It comes back.”',
      '“For a fee we delete the bad entry.”',
    ],
    signs: [
      'A true entry in a credit record cannot be deleted for money.',
      'To close a loan you are to borrow, or to pay a stranger.',
      'They want your screen, or an app installed.',
      'Their papers and badges are only pictures.',
    ],
    doNow: [
      { lead: 'Break off, and share no screen.', rest: 'No old account has to be closed within the hour.' },
      { lead: 'Borrow nothing, transfer nothing.', rest: 'What you borrow is yours to repay.' },
      { lead: 'Look at your own credit record.', rest: 'At the official office for it; type the address yourself.' },
      { lead: 'Ask your lender in its own app.', rest: 'Not by a number that they gave you.' },
    ],
    ifPaid: [
      'Call your bank and the police now.',
      'Then call whoever lent the money, say that it was a scam, and ask what happens with it.',
    ],
  },

  'exam-cheating': {
    title: 'Exam “answers” for sale',
    oneLine:
      'Leaked papers, better marks, a sure pass. The deposit is gone, the answers are made up, and using any costs the result.',
    says: [
      '“The real answers, the night before.”',
      '“Half now, half after the exam.”',
      'After the deposit comes a fee for secrecy or equipment.',
      '“Pay, or your school will hear of it.”',
    ],
    signs: [
      'Someone knows the questions before the exam.',
      'They take only transfers and never meet.',
      'They want your candidate or identity number.',
      'The “insider” cannot be checked.',
    ],
    doNow: [
      {
        lead: 'Pay no deposit and give no candidate number.',
        rest: 'Selling exam papers is an offence in many countries.',
      },
      {
        lead: 'If they threaten you, do not pay.',
        rest: 'Tell a parent, a teacher or the police. Paying brings the next demand.',
      },
      { lead: 'Keep the chat and tell the exam board.', rest: 'Its site says how; look it up yourself.' },
    ],
    ifPaid: [
      'Call your bank and the police with the time and the account you paid to.',
      'If they have your papers, watch for accounts in your name.',
    ],
  },

  blackmail: {
    title: 'Threats with pictures or secrets',
    oneLine: 'Someone has, or says they have, intimate pictures or a secret, and will send it to people you know.',
    says: [
      '“Install this to see me better.” It copies your contacts.',
      '“I recorded you, and I have your family’s numbers.”',
      '“Pay and I delete it.” After paying comes the next demand.',
      'An e-mail shows an old password of yours and says your computer was taken over.',
    ],
    signs: [
      'A stranger soon wants an intimate video call, or an app installed.',
      'You have minutes or hours to pay.',
      'A mass e-mail shows no real proof; old passwords come from old leaks.',
      'Once paid, the price goes up.',
    ],
    doNow: [
      { lead: 'Do not pay.', rest: 'It deletes nothing and brings the next demand.' },
      {
        lead: 'Take pictures of the threats, then stop answering.',
        rest: 'Keep names, numbers and how they want to be paid.',
      },
      {
        lead: 'Go to the police, and tell someone you trust.',
        rest: 'They have seen many such cases and will not laugh.',
      },
      {
        lead: 'Cut the network, remove that app, change passwords.',
        rest: 'Ask your contacts to open nothing and pay nothing.',
      },
      {
        lead: 'Pictures are out? Have the platform remove them.',
        rest: 'StopNCII.org helps adults, Take It Down those under 18.',
      },
    ],
    ifPaid: ['Do not pay a second time. Call your bank and the police now.'],
  },

  'fake-shop': {
    title: 'Paid, and nothing arrives',
    oneLine:
      'A shop, a second-hand offer, a ticket or a flat at a very good price, paid in a way that cannot be undone.',
    says: [
      '“Clearance, today only.”',
      '“The platform takes a fee. Pay me directly, it is cheaper.”',
      '“A deposit, and I keep it for you.”',
      'After paying it is out of stock, or costs more; then nobody answers.',
    ],
    signs: [
      'The price is too far below the usual one.',
      'There is no name or address of a firm.',
      'Only transfers, gift cards or crypto; no payment that protects a buyer.',
      'The reviews are all glowing, and all from the same days.',
    ],
    doNow: [
      { lead: 'Do not pay yet. Look the shop up elsewhere.', rest: 'Search for its name and what others say.' },
      { lead: 'Pay only inside the platform.', rest: 'Not by a private code, not to a private account.' },
      { lead: 'See it first, then pay.', rest: 'The flat, the goods, the ticket; then speak of a deposit.' },
    ],
    ifPaid: [
      'Paid by card or on a platform: ask for your money back there at once.',
      'Paid by transfer: call your bank and the police now.',
    ],
  },

  'crypto-drainer': {
    title: 'One signature, and the wallet is empty',
    oneLine:
      'An airdrop, an update or “support” has you connect your wallet or type your recovery phrase. Then all of it is gone.',
    says: [
      '“Connect your wallet to claim. Ends today.”',
      '“Your wallet must be verified. Enter the recovery phrase.”',
      '“Send a little, to prove the wallet is active.”',
      '“I am from support, write to me directly.”',
    ],
    signs: [
      'They want the recovery phrase or a private key. The real makers never do.',
      'You cannot tell what you sign, or it approves everything.',
      'The address is almost the official one, or came in a message or an advertisement.',
      'It ends soon, and places are few.',
    ],
    doNow: [
      { lead: 'Do not connect or sign. Close the page.', rest: 'Look at the official site by your own bookmark.' },
      { lead: 'Never type, photograph or tell the recovery phrase.', rest: 'Whoever has it can take everything.' },
      { lead: 'Take back what you have approved.', rest: 'In the wallet itself, not by a link that someone sent.' },
    ],
    ifPaid: [
      'If you typed the phrase: make a new wallet on another device now and move what is left.',
      'Keep the transaction hashes, go to the police, and tell the exchange you use.',
    ],
  },

  'tech-support': {
    title: '“Your device is infected”',
    oneLine:
      'A warning or a caller says that your device or account is under attack, gets into it, and goes for your money.',
    says: [
      'A window that will not close: “Call support now.”',
      '“I am an engineer of the company that made it.”',
      '“Install this, and I will fix it from here.”',
      '“Your bank account is open too. Move the money first.”',
      '“That is repaired. Please pay with gift cards.”',
    ],
    signs: [
      'No real company calls you about an infection.',
      'The warning has a telephone number in it.',
      'They want to steer your device or see your screen.',
      'They want gift cards, a transfer or crypto.',
    ],
    doNow: [
      { lead: 'Do not call that number. Close the window.', rest: 'If it stays, restart the device.' },
      { lead: 'They are already in? Cut the network now.', rest: 'Cable or wireless; then remove the program.' },
      { lead: 'Change passwords from another device.', rest: 'Mail and bank first.' },
      {
        lead: 'For a repair, ask someone you know or a shop.',
        rest: 'The maker’s number stands on its site and on the box.',
      },
    ],
    ifPaid: [
      'Call the number on your bank card and say that someone steered your device.',
      'Paid with gift cards: call their issuer now, and keep the cards and the slip.',
    ],
  },

  'fake-prize': {
    title: 'You won, without having played',
    oneLine: 'A prize or a grant is yours, after a fee, a tax, an expensive call or your card details.',
    says: [
      '“Congratulations, your number was drawn.”',
      '“Pay the tax and the prize is sent today.”',
      '“Call or text this number to claim.” The call itself costs.',
      '“If you do not claim it, you are in breach and will be sued.”',
    ],
    signs: [
      'A draw that you never entered.',
      'To receive, you first pay.',
      'They want card number, password or code.',
      'They press you, or threaten you.',
    ],
    doNow: [
      { lead: 'Do not pay, call, scan or fill in anything.', rest: 'A real prize needs no money from you.' },
      { lead: 'Do not fear the “lawsuit”.', rest: 'Nobody is sued for not taking a prize.' },
      {
        lead: 'Want to be sure? Find the official number yourself.',
        rest: 'On the site of the show or the shop, not in the message.',
      },
    ],
    ifPaid: ['Call your bank and the police now.', 'If you gave your card or a code, have the card blocked.'],
  },

  other: {
    title: 'What all scams have in common',
    oneLine: 'The story changes. In the end they want money, a code or your phone, quickly, and that you ask nobody.',
    says: [
      'It is urgent, and soon too late.',
      'They are kind, then they frighten you, then they are kind again.',
      'You are to keep it from your family.',
      'They want a transfer, a code, your screen, or an app installed.',
    ],
    signs: [
      'They came to you.',
      'You may not hang up, and may not check it yourself.',
      'Strange ways to pay: private accounts, gift cards, crypto, cash at the door.',
      'After one payment comes the next.',
    ],
    doNow: [
      { lead: 'Pause. Hang up.', rest: 'What is real can wait until you have asked.' },
      { lead: 'Ask someone you trust.', rest: 'Said aloud, it is often plain.' },
      {
        lead: 'Find the official number yourself.',
        rest: 'On your card, a bill or the official site, never in the message.',
      },
      { lead: 'Ask the fraud line of your country.', rest: 'In mainland China that is 96110, and the police are 110.' },
    ],
    ifPaid: [
      'Call your bank and the police now; the first minutes count.',
      'Pay nothing more, not even a “last step”.',
    ],
  },
};
