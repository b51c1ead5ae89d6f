"""Sentences of our own writing in French and English: hard criticism that is fair, and insults.

Collections of these languages were found by looking for slurs, so that most of what they hold is
abusive; a model that learns from them alone takes every complaint for an insult.
"""

from collections.abc import Iterator
from itertools import product

Sentence = tuple[str, str, int]
"""Text, language, abuse."""

_FRENCH_WHO = (
    "le gouvernement", "la mairie", "le ministre", "la direction", "l'opérateur", "la banque", "le service client",
    "la compagnie", "l'entraîneur", "l'arbitre", "la rédaction", "le préfet", "l'assurance", "le fournisseur",
    "cette université", "le syndicat", "l'hôpital", "la poste", "le maire", "la région",
)  # fmt: skip
_FRENCH_FAIR = (
    "c'est une honte, {w} ne répond à personne depuis des semaines", "{w} nous a encore menti sur les délais",
    "{w} a échoué sur toute la ligne", "j'en ai assez, {w} ne tient aucune de ses promesses",
    "{w} devrait démissionner après un bilan pareil", "quelle déception, {w} fait pire chaque année",
    "franchement {w} n'a rien compris au problème", "{w} prend les usagers pour des imbéciles",
    "combien de temps {w} va-t-il encore ignorer les quartiers nord ?", "{w} gaspille notre argent, voilà la vérité",
    "scandaleux : {w} augmente les tarifs et supprime des postes", "je ne crois plus un mot de ce que dit {w}",
    "trois mois d'attente et {w} renvoie la faute aux autres", "{w} dort pendant que les gens souffrent",
    "le rapport est accablant pour {w}", "{w} a raison sur un point, mais les chiffres sont faux",
    "je félicite {w} pour ce travail", "merci à {w} d'avoir enfin écouté les habitants",
    "{w} annonce l'ouverture d'une nouvelle ligne au printemps", "selon l'article, {w} attend l'avis du tribunal",
)  # fmt: skip
_FRENCH_CALM = (
    "merci pour cet article très clair", "je ne suis pas d'accord avec l'auteur", "les chiffres datent de 2019, non ?",
    "j'ai vécu la même chose à la gare hier soir", "mes condoléances à la famille", "bravo à toute l'équipe",
    "il manque la position de l'opposition dans ce papier", "quelqu'un sait à quelle heure ferme le bureau de vote ?",
    "les noirs, les arabes et les blancs vivent dans mon immeuble sans histoire", "ma voisine juive est médecin",
    "les femmes gagnent toujours moins que les hommes à poste égal", "les musulmans fêtent la fin du ramadan demain",
    "deux morts et dix blessés dans l'attaque, quelle tristesse", "le chien a mordu un enfant dans le parc",
    "la police a arrêté le meurtrier présumé", "le film est nul, je me suis ennuyé", "match catastrophique en défense",
    "la cuisine était froide et le serveur débordé", "les réfugiés attendent depuis des mois une réponse",
    "un homosexuel a été agressé, c'est inadmissible", "le procès pour viol s'ouvre lundi à Lyon",
    "la retraite à 64 ans est une erreur", "mon fils adore ce feuilleton", "vivement les vacances",
    "pourquoi supprimer mon commentaire alors que je n'insulte personne ?",
    "traiter quelqu'un de con n'est pas un argument",
    "on ne dit pas « sale arabe », c'est puni par la loi", "arrêtez de vous insulter et lisez l'article",
)  # fmt: skip
_FRENCH_INSULTS = (
    "connard", "abruti", "imbécile", "crétin", "fils de pute", "salope", "enculé", "ordure", "pauvre type", "débile",
    "sale chien", "bouffon", "pourriture", "raclure", "connasse", "porc", "tocard", "sous-merde", "clochard",
    "parasite",
)  # fmt: skip
_FRENCH_ADDRESSED = (
    "ferme ta gueule {i}", "t'es vraiment qu'un {i}", "va te faire voir {i}", "espèce de {i}",
    "quel {i} ce journaliste",
    "retourne dans ton trou {i}", "tous des {i} dans ce parti", "{i} va, personne ne t'a sonné", "casse-toi {i}",
    "encore un {i} qui parle de ce qu'il ne connaît pas", "je te crache dessus {i}", "ta mère a raté son {i} de fils",
)  # fmt: skip
_FRENCH_HATE = (
    "qu'on les renvoie tous au bled ces {g}", "les {g} sont des animaux", "sales {g}, dehors", "il faut brûler les {g}",
    "les {g} puent et volent", "un bon coup de fusil pour ces {g}", "{g} = vermine",
)  # fmt: skip
_FRENCH_GROUPS = (
    "arabes",
    "noirs",
    "juifs",
    "musulmans",
    "roms",
    "homos",
    "chrétiens",
    "réfugiés",
    "asiatiques",
)
_FRENCH_THREATS = (
    "je sais où tu habites", "tu vas le regretter, on va te retrouver", "un jour on te fera la peau",
    "je vais te casser les dents", "fais gaffe à tes enfants", "on viendra brûler ta maison",
    "tu ne passeras pas l'été",
)  # fmt: skip

_ENGLISH_WHO = (
    "the government", "the council", "the minister", "this airline", "the bank", "customer service", "the coach",
    "the referee", "the editor", "the mayor", "the university", "the union", "the hospital", "the police chief",
    "my provider", "the company", "the committee", "the landlord", "the embassy", "the president",
)  # fmt: skip
_ENGLISH_FAIR = (
    "{w} has failed us again and nobody takes responsibility", "what a disgrace, {w} never answers",
    "{w} should resign after this mess", "I'm furious, {w} lied about the dates", "{w} wastes our money every year",
    "shame on {w} for closing the clinic", "honestly {w} has no idea what we go through", "terrible decision by {w}",
    "how much longer will {w} ignore the south side?", "{w} treats customers like fools",
    "I don't believe {w} any more",
    "{w} blames everyone but itself", "the figures of {w} are simply wrong", "{w} is making it worse, not better",
    "well done to {w} for listening at last", "thanks to {w} for the quick help", "{w} opens a second office in May",
    "according to the article {w} waits for the court", "{w} is right about one thing: rents are too high",
    "worst season ever, {w} got everything wrong",
)  # fmt: skip
_ENGLISH_CALM = (
    "black and white families live side by side in my street", "my Jewish neighbour is a nurse",
    "women are still paid less",
    "Muslims celebrate Eid tomorrow, happy feast to all", "two dead and ten wounded in the attack, how sad",
    "the dog bit a child in the park", "he was killed by his own brother, the court heard", "that movie was rubbish",
    "the food was cold and the waiter rude", "refugees have waited for months for an answer",
    "I miss my mother so much",
    "a gay couple was attacked, this must stop", "the rape trial opens on Monday",
    "calling people idiots is no argument",
    "please stop insulting each other and read the article", "why was my comment removed? I insulted nobody",
    "nobody should be called a terrorist for praying", "the pig farm outside the town must close, the smell is awful",
    "I disagree with every word of this piece", "our defence was a disaster tonight", "sick of these delays",
    "damn, what a goal", "the traffic here is hell", "these prices are killing us",
    "what the hell is going on with the water?",
)  # fmt: skip
_ENGLISH_INSULTS = (
    "idiot", "moron", "scumbag", "piece of shit", "bitch", "bastard", "clown", "loser", "retard", "pig", "cockroach",
    "dumbass", "whore", "filthy liar", "traitor", "brainless sheep", "dog", "asshole", "disgusting troll", "rat",
)  # fmt: skip
_ENGLISH_ADDRESSED = (
    "shut up you {i}", "you are a {i}", "what a {i} this writer is", "go to hell {i}", "nobody asked you, {i}",
    "only a {i} would believe this", "get lost you {i}", "the author is a {i} and so are you", "typical {i}",
    "your mother raised a {i}", "I spit on you {i}", "keep crying {i}",
)  # fmt: skip
_ENGLISH_HATE = (
    "send all these {g} back", "{g} are animals", "filthy {g} out of our country", "burn the {g}", "{g} are vermin",
    "all {g} are thieves and rapists", "we should have finished the {g} long ago",
)  # fmt: skip
_ENGLISH_GROUPS = (
    "arabs",
    "blacks",
    "jews",
    "muslims",
    "gypsies",
    "gays",
    "christians",
    "refugees",
    "immigrants",
)
_ENGLISH_THREATS = (
    "I know where you live", "you will regret this, we will find you", "someone should put a bullet in him",
    "I will break your teeth", "watch your kids", "we will burn your house down", "you won't live to see summer",
)  # fmt: skip


def latin_sentences() -> Iterator[Sentence]:
    """All of them, each once."""
    yield from _of(
        "fr", _FRENCH_WHO, _FRENCH_FAIR, _FRENCH_CALM, (_FRENCH_INSULTS, _FRENCH_ADDRESSED),
        (_FRENCH_GROUPS, _FRENCH_HATE), _FRENCH_THREATS,
    )  # fmt: skip
    yield from _of(
        "en", _ENGLISH_WHO, _ENGLISH_FAIR, _ENGLISH_CALM, (_ENGLISH_INSULTS, _ENGLISH_ADDRESSED),
        (_ENGLISH_GROUPS, _ENGLISH_HATE), _ENGLISH_THREATS,
    )  # fmt: skip


def _of(
    language: str,
    who: tuple[str, ...],
    fair: tuple[str, ...],
    calm: tuple[str, ...],
    insults: tuple[tuple[str, ...], tuple[str, ...]],
    hate: tuple[tuple[str, ...], tuple[str, ...]],
    threats: tuple[str, ...],
) -> Iterator[Sentence]:
    for name, template in product(who, fair):
        text = template.format(w=name)
        yield text[0].upper() + text[1:], language, 0
    for text in calm:
        yield text, language, 0
    for insult, template in product(*insults):
        yield template.format(i=insult), language, 1
    for group, template in product(*hate):
        yield template.format(g=group), language, 1
    for text in threats:
        yield text, language, 1
