"""The card of the roster engine: what it is for, what it can't do, who decides, in plain words.

Its version is that of what people must have learnt to use it: a new first number asks for the
intake and the training again. Nothing is promised here that is not measured.
"""

from __future__ import annotations

from releve.stewardship.cards import Answered, Card, Text

KEY = "roster-engine"

_TEXTS = {
    "purpose": Text(
        "Propose un planning mensuel qui respecte les règles du temps de travail, partage les "
        "nuits et les week-ends, et dit pourquoi.",
        "Proposes a month’s roster that keeps working-time rules, shares nights and weekends, and "
        "says why.",
    ),
    "goals": Text(
        "Trouver, à partir des effectifs requis, des contrats et des souhaits, un planning que "
        "la personne qui en est chargée relit, corrige et publie.",
        "Find, from the needs, the contracts and the wishes, a roster that the person in charge "
        "reads, corrects and publishes.",
    ),
    "process": Text(
        "Préparation du planning d’une unité, avant sa publication.",
        "Preparing the roster of a unit, before it is published.",
    ),
    "users": Text(
        "Cadres de santé et direction des soins.", "Ward managers and the director of care."
    ),
    "people_affected": Text(
        "Les agents des unités dont le planning est préparé : leurs jours, leurs nuits et leurs "
        "repos en dépendent une fois le planning publié.",
        "People of the units whose roster is prepared: their days, nights and rests depend on it "
        "once the roster is published.",
    ),
    "limits": Text(
        "Il ne connaît ni les patients, ni la charge réelle du jour, ni la raison d’une absence. "
        "Il ne sait que ce qui est saisi : un besoin mal saisi donne un mauvais planning. Il ne "
        "juge que les règles écrites dans ses référentiels ; celles de l’année civile ne sont pas "
        "jugées sur un mois. Il ne prouve pas toujours qu’il n’existe pas de meilleur planning, et "
        "il le dit. Il ne remplace ni la connaissance de l’équipe ni la discussion.",
        "It knows neither patients, nor the true load of the day, nor why somebody is away. It "
        "knows only what is entered: a wrong need gives a wrong roster. It judges only the rules "
        "written in its packs; those of the civil year are not judged over a month. It does not "
        "always prove that no roster is better, and says so. It replaces neither knowing the team "
        "nor talking.",
    ),
    "out_of_scope": Text(
        "Apprécier une personne, prévoir une absence, décider d’une sanction ou d’une promotion.",
        "Appraising somebody, foreseeing an absence, deciding on a sanction or a promotion.",
    ),
    "alternatives": Text(
        "Le planning fait à la main reste possible à tout moment, dans les mêmes pages, avec le "
        "même contrôle des règles.",
        "Making the roster by hand stays possible at any time, in the same pages, with the same "
        "check of the rules.",
    ),
    "proportionality": Text(
        "Seules les données du planning servent, sans motif d’absence ni de restriction ; aucune "
        "note ne se rattache à une personne.",
        "Only the data of the roster are used, without any cause of an absence or a restriction; "
        "no score is tied to a person.",
    ),
    "legal_basis": Text("À confirmer par le DPO.", "To be confirmed by the DPO."),
    "explanation": Text(
        "Les règles sont écrites comme des données. Un solveur cherche les affectations qui les "
        "respectent et qui couvrent les besoins, puis abaisse le coût d’objectifs pondérés : "
        "effectifs visés, souhaits, partage. Un juge séparé mesure ensuite chaque règle minute par "
        "minute. Rien n’est appris des données passées.",
        "Rules are written as data. A solver searches for assignments that keep them and cover the "
        "needs, then lowers the cost of weighted goals: targets, wishes, sharing. A separate judge "
        "then measures each rule minute by minute. Nothing is learnt from past data.",
    ),
    "methods": Text(
        "Programmation par contraintes et génération de colonnes (OR-Tools, HiGHS).",
        "Constraint programming and column generation (OR-Tools, HiGHS).",
    ),
    "hosting": Text(
        "Sur les machines où l’hôpital installe Relève ; rien ne part ailleurs.",
        "On the machines where the hospital installs Relève; nothing leaves them.",
    ),
    "input_data": Text(
        "Personnes de l’unité, métier, compétences, contrat, dates d’indisponibilité et "
        "restrictions sans leur motif, souhaits, postes passés, besoins de l’unité.",
        "People of the unit, profession, skills, contract, dates of unavailability and "
        "restrictions without their cause, wishes, past shifts, needs of the unit.",
    ),
    "training_data": Text("Aucune : le moteur n’apprend rien.", "None: the engine learns nothing."),
    "connections": Text(
        "Aucune connexion à un autre logiciel.", "No connection to any other software."
    ),
    "known_bias": Text(
        "Les poids des objectifs sont des choix humains ; le partage se compte par rapport à la "
        "quotité et aux semaines passées, et chaque écart est montré.",
        "The weights of goals are human choices; sharing is counted against the share of full time "
        "and past weeks, and each gap is shown.",
    ),
    "update_policy": Text(
        "Avec les versions de Relève, dont les changements sont publiés.",
        "With the releases of Relève, whose changes are published.",
    ),
    "energy_note": Text(
        "Un calcul dure des secondes ou des minutes sur un processeur ordinaire, sans carte "
        "graphique ; la consommation n’est pas mesurée.",
        "A search takes seconds or minutes on an ordinary processor, without a graphics card; what "
        "it consumes is not measured.",
    ),
    "risks": Text(
        "Faire confiance trop vite à une proposition ; un besoin mal saisi ; un partage jugé "
        "injuste. Contre cela : le juge séparé, la formation, le « pourquoi ? » de chaque case et "
        "la contestation.",
        "Trusting a proposal too quickly; a wrong need; sharing felt as unfair. Against that: the "
        "separate judge, training, the “why?” of each cell, and contesting.",
    ),
    "crpa_mention": Text(
        "Ce planning a été préparé à l’aide d’un traitement algorithmique. Vous pouvez demander "
        "les règles de ce traitement et la façon dont elles vous ont été appliquées.",
        "This roster was prepared with an algorithm. You may ask for its rules and how they were "
        "applied to you.",
    ),
    "who_decides": Text(
        "La personne qui prépare le planning : elle accepte, modifie ou écarte chaque "
        "proposition, et publie. Rien ne prend effet sans elle.",
        "The person who prepares the roster: she accepts, edits or sets aside each proposal, and "
        "publishes. Nothing takes effect without her.",
    ),
    "left_to_humans": Text(
        "Les besoins de l’unité, les dérogations, les échanges après la publication.",
        "The needs of the unit, decisions to depart from a rule, exchanges after publication.",
    ),
    "rights": Text(
        "Voir votre planning et ses raisons, avec ou sans formation à l’outil ; demander "
        "pourquoi ; contester, et recevoir une réponse d’une personne.",
        "See your roster and its reasons, trained in the tool or not; ask why; contest, and be "
        "answered by a person.",
    ),
    "stop_procedure": Text(
        "Le bouton d’arrêt de l’unité ferme l’outil aussitôt ; le planning se fait alors à la "
        "main, dans les mêmes pages.",
        "The stop button of the unit closes the tool at once; the roster is then made by hand, in "
        "the same pages.",
    ),
    "rollback": Text(
        "Chaque version reste ; une version publiée est retirée en en publiant une autre.",
        "Every version stays; a published one is withdrawn by publishing another.",
    ),
    "performance": Text(
        "Chaque planning indique ses trous, son coût et l’écart prouvé au meilleur possible. Des "
        "mesures sur des problèmes publics sont dans la documentation.",
        "Each roster tells its holes, its cost and the proven gap to the best possible one. "
        "Measurements on public problems stand in the documentation.",
    ),
    "monitoring": Text(
        "Signalements, contestations et temps rendu sont suivis par unité de huit personnes ou "
        "plus.",
        "Alarms, contests and time given back are followed by unit of eight people or more.",
    ),
    "training": Text(
        "Pour les personnes qui l’utilisent : ce que les outils ne savent pas faire, vérifier, "
        "mesurer, en parler, et un module propre au moteur, avec un cas pratique.",
        "For whoever uses it: what tools can’t do, checking, measuring, telling people, and a "
        "module of the engine’s own, with a practical case.",
    ),
}

_NO = "no"
_ANSWERS = {
    "q1": Answered(
        _NO,
        Text(
            "Le moteur applique des règles et des poids écrits par des personnes et cherche par "
            "le calcul ; il ne déduit rien des données et n’apprend pas. Lecture à confirmer par "
            "le DPO.",
            "The engine applies rules and weights written by people and searches by calculation; "
            "it infers nothing from data and does not learn. Reading to be confirmed by the DPO.",
        ),
    ),
    "q2": Answered(_NO, Text("", "")),
    "q3": Answered(_NO, Text("Il n’a pas de finalité médicale.", "It has no medical purpose.")),
    "q4": Answered(
        _NO,
        Text(
            "Il se sert du contrat, des compétences, des règles et des souhaits exprimés, jamais "
            "du comportement ni de traits personnels.",
            "It uses contracts, skills, rules and stated wishes, never behaviour or personal "
            "traits.",
        ),
    ),
    "q5": Answered(_NO, Text("", "")),
    "q6": Answered(_NO, Text("", "")),
    "q7": Answered(
        "yes",
        Text(
            "Un planning publié attribue ses postes à chaque agent : la mention est portée par "
            "prudence, à confirmer par la DRH.",
            "A published roster assigns each person: the mention is carried to be safe, to be "
            "confirmed by the HR department.",
        ),
    ),
    "health_data": Answered(
        _NO, Text("Aucun motif d’absence ni de restriction.", "No cause of absence or restriction.")
    ),
    "staff_data": Answered("yes", Text("Données des agents.", "Data of staff.")),
    "patients": Answered(_NO, Text("", "")),
}

CARD = Card(
    key=KEY,
    version="1.0",
    kind="optimisation",
    name=Text("Moteur de planning", "Roster engine"),
    texts=_TEXTS,
    facts={"algorithm_type": "rules", "use_type": "prescriptive"},
    operators=("ward_manager", "care_director"),
    modules=("limits", "checking", "measuring", "telling", KEY),
    answers=_ANSWERS,
)
