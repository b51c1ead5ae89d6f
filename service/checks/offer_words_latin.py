"""Cues of advertising in English, French and Arabizi; the form is that of `offer_words_ar`."""

from collections.abc import Mapping
from types import MappingProxyType

LATIN: Mapping[str, str] = MappingProxyType(
    {
        "offer": """
        3 crypto signals, free signals, forex signals, trading bot, trading signals, account management
        3 account manager, recovery expert*, funds recovery, recover your funds, recovery expert, cyber recovery
        3 lost funds, ethical hacker, hack a phone, spy on any, catch a cheating, love spell*, spell caster
        3 black magic, lottery numbers, winning numbers, powerful psychic, illuminati brotherhood
        3 join the illuminati, voodoo, his herbs, herbal medicine, herbal doctor, cured my, cured me, can cure
        3 cure hepatitis, herpes, guaranteed returns, minimum deposit, instant withdrawal, passive income
        3 double your, get double back, double back, bitcoin mining, profit split, pays me, paying me
        3 is giving away, handles my trades, my trades, helping me trade, trade for me, investing with an expert
        3 financial coach, my portfolio is up, weekly profit*, daily profit*, side hustle, urgent loan
        3 business loans, personal loans, no collateral, get approved, loan offer, clear your debt
        3 clear your student debt, bad credit, blank atm card, blank atm, counterfeit*, fake bills, fullz
        3 cloned card*, full hd free, watch live, free stream, no buffering, cheapest iptv, iptv, ppv
        3 uncensored clip, full movie, leaked online, before it gets taken down, before it gets deleted
        3 fight free, link in my profile, leaked video*, weight loss, keto recipes, lose 10kg, lose weight
        3 without exercise, doctors hate, gummies, cbd, ozempic, xanax, adderall, viagra, cialis
        3 without prescription, pain forever, instagram followers, real followers, cheap followers, smm
        3 verified google reviews, google reviews, monetize youtube, 1000 subs, non drop, aged gmail
        3 verified paypal, cheap panel, sub back, sub for sub, sub4sub, subscribe to my channel, promote it on
        3 go viral, brand ambassador, gift card*, essay writing, plagiarism free, backlinks, seo services
        3 guest posts, rank you, replicas, aaa replica*, sunglasses, ray ban, rolex, v bucks generator
        3 human verification, brand new sealed, teacup puppies, free shipping, bulk discount, promo code
        3 welcome bonus, best casino, online casino, fixed matches, pay after win, sure odds
        3 registered passports, without exam, ielts, visa sponsorship, data entry, per hour working online
        3 hiring immediately, liking videos, earn from home, no skills required, no experience needed
        3 free training, real passports, undetectable, argent facile, gagner de l argent, gagnez de l argent
        3 pret entre particuliers, pret rapide, offre de pret, credit rapide, marabout, retour d affection
        3 retour de l etre aime, voyant medium, grand medium, abonnes instagram, revenu passif
        3 streaming gratuit, sans apport, casino en ligne, perdre du poids, maigrir, tari9a sahla, bach trba7
        3 trba7, ye3mel floos, floos mn el net, jebna l 7abib, jalb l habib, fak s7or, raqi char3i, raki charii
        3 cheikh rou7ani, 9ard bla, bla kafil, bedoun kafil, zyadat followers, khedma mn dar
        2 grew my, my savings, native writers, email leads, grow your business, read my cards, zero ads, in 4k
        2 on us, money back guarantee, assignment done, simple phone task, flous mn youtube, iched flous
        2 formation b, b taman zwin, master ravi, approved with only, with only my id, until i met, side income
        2 take profit, simple task, replica, replicas, factory price, price list, ship to all, lifetime warranty
        2 premium accounts, best rates, free quote, or your money back, money back, get your ex back, ex back
        2 old gold, agents wanted, broker, melted my, no boss, from my couch, pay off my, belly fat, invest
        2 investing, investment, investor*, bitcoin, btc, crypto, forex, trading, fx, withdraw, withdrew
        2 withdrawal, bonus, debt free, per week, working online, online jobs, weekly pay, followers
        2 subscribers, reviews, hacker, unban*, recover*, psychic, herbal, casino, passports, certificates
        2 jobs needed, jobs open, work from home, full hd, cheapest, percent off, off today, catalogue, profit
        2 profits, loan, loans, selling, discount, investir, investissement, benefices, rentable, pret, gratuit*
        2 abonnes, voyance, iphone w samsung, jweleat, floos, flous, dollar we bel esbat, s7or, delivery la kel
        2 as3ar rkhisa
        1 stream, free, buy, order, cheap, likes, views, accounts, deposit, debt, credit, a day, an hour
        1 monthly, weekly, clip, movie, channels, delivery, store, jobs, visa, hack, disabled, scammed, spell
        1 herbs, lottery, betting, odds, websites, logos, beats, puppies, adoption, outlet, worldwide, licenses
        1 hiring, returns, subs, eth, trader
        """,
        "channel": """
        2 username is, her username, his username, f lprive, lprive, f lpriv*, our team, coach, on ig, instagram
        2 snapchat, messenger, viber, our price list, whatsapp, whats app, watsapp, telegram, tele gram
        2 tele.gram, signal app, inbox, inbox me, dm, my dm, dms, my profile, link in bio, in my bio, my bio
        2 bio, catalogue, our channel, my channel, my website, our page, by email, email him, email her
        2 email us, private message, en prive, en mp, mon profil, profile dyali, bprive, the temple
        2 grand master, reach them, reach him, reach her, her full name, his full name
        1 link, click here, here, website, page, email, channel, form, lien, site
        """,
        "call": """
        2 contact him, contact her, contact them, contact us, contact me, contact via, contact this, text her
        2 text him, text me, text us, text or, message me, message us, message ms, message mr, message for
        2 message the, dm me, dm to, dm our, dm for, inbox us, inbox me, hit me up, hit my dm, write to mr
        2 write to mrs, email him, reach him on, reach her on, reach them, reach out to, ask me how
        2 comment info, comment done, reply yes, search her full name, search his full name, apply now
        2 apply here, apply at, apply via, sign up with, sign up now, join our, join the, click here
        2 click the link, order here, order now, to order, check out http*, check out https*, visit my
        2 visit our, buy 2, use promo code, use my code, claim your, fill the form, get yours, open this
        2 get started today, to start today, watch before, send any amount, for price, for pictures
        2 only no calls, telegram only, whatsapp only, i ll send you, you ll thank me, you can reach
        2 and you can too, he s legit, she s legit, need anything, contactez moi, contactez nous, contactez le
        2 ecrivez moi, ecrivez nous, rejoignez, cliquez ici, envoyez moi un message, yekalemni, kalemni, kalmni
        2 ib3atouli, ib3atli, ba3atli, yseft liya, sifet liya, seft liya, ydkhol m3aya, dkhol 3andi, raslni
        2 rasselni, twasal ma3i
        1 contact, text, message, join, click, order, apply, subscribe, visit, watch, get, buy, earn, make
        1 invest, win, reply, comment, claim, promote, search, check out, need to
        """,
        "push": """
        2 everything came true, ask me how, before his calendar, marhba f, marhba bih, until i met
        2 if you want the same, copy what i do, never fails, he never fails, wanted too, you can too
        2 try it yourself, guaranteed, 100% sure, 100% real, real platform, no risk, risk free, thank god and
        2 thanks to god, thanks to mr*, god bless this, changed my life, i was sceptical, i was skeptical
        2 debt free, work from home, while i sleep, no experience, no skills, no password, no sign up
        2 no upfront, pay after, limited spots, only today, don t miss, free trial, fully licensed, discreet
        2 overnight shipping, can t believe, who else is making, i quit my, be rich, become rich, from home
        2 and thought it was gone, big thanks to, he came back, serious people only, before midnight
        2 100 garanti, garanti
        1 legit, real, expert, trusted, free, cheap, fast, instant, minutes, hours, hurry, best, today, urgent
        1 weekly, daily, accuracy, expert*, mr, mrs, dr, doctor, sure, permanent, verified, quality, every week
        1 this week, this month, in 24h, 24hrs, 24h, 48 hours, kol yom, f nhar, mn telephone
        """,
        "chain": """
        3 repost this, or your account will be, your account will be closed, send this to, forward this message
        3 forward this to, forward this, copy and paste this, copy and paste, type amen, share this prayer
        3 share this with everyone, share in, don t ignore this, don t break the chain, don t scroll past
        3 to all your contacts, with everyone you know, envoie ce message, envoyez ce message
        3 partage ce message, ne casse pas la chaine, b3atha l*, something good will happen, financial miracle
        3 the last person who ignored, will start charging, your icon will turn blue
        3 i do not give facebook permission, good news tomorrow, or you will have bad luck, bad luck for
        3 deadline is tonight
        2 15 people, 10 people, 20 people, 10 friends, in the next hour, amen, within the hour, miracle
        2 everyone you know, if you love jesus, tomorrow
        """,
        "warn": """
        3 beware, fake brokers, scam alert, obvious scams, was scammed, chain letters, don t repeat my mistake
        3 vet your advertisers, miracle tea, arnaque*, attention aux
        """,
    }
)
