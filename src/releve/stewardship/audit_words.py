"""What stands first in an audit file: what it is, and how to check it without Relève."""

from __future__ import annotations

READ_ME = {
    "fr": """\
Dossier d’audit d’un outil numérique, fait par Relève.

Ce qu’il contient
  entry.json          la fiche du registre
  intakes.json        les examens : réponses, raisonnement, classe de risque
  controls.json       l’état de chaque contrôle du catalogue
  evidence.json       les preuves et leur empreinte ; les fichiers sont dans evidence/
  exemptions.json     les contrôles sans objet et les dérogations signées
  decisions.json      les décisions d’ouverture, d’arrêt et de retrait
  consultations.json  les consultations datées
  plans.json          les plans de déploiement et leur empreinte
  alarms.json         les signalements
  counts.json         le nombre de propositions et de contestations, par état
  trail.json          ce que le journal d’audit tient de cet outil, sans dire qui a fait quoi
  CONTENTS.json       l’empreinte SHA-256 de chaque fichier

Vérifier les fichiers
  sha256sum <fichier> donne l’empreinte inscrite dans CONTENTS.json.
  L’empreinte d’une preuve (evidence.json) est celle de son fichier, de son texte ou de son adresse.
  L’empreinte d’un plan (plans.json) est le SHA-256 de son « body » : du JSON en UTF-8, sans
  espaces, clés triées ; « is_as_locked » dit si elle est encore la sienne.

Vérifier le journal (trail.json)
  1. Chaque ligne de « entries » porte une empreinte, « digest », et une place, « sequence ».
  2. Son scellé est celui de « seals » dont first_sequence <= sequence < first_sequence + count.
  3. L’empreinte de la ligne se trouve dans entry_digests de sa classe (« retention »).
  4. Le SHA-256 des empreintes de cette classe, mises bout à bout, est celui que dit le champ
     « classes » du scellé, avec leur nombre.
  5. Le texte du scellé est du JSON sans espaces, clés triées, en ASCII, avec « what » : « seal » et
     les champs number, first_sequence, count, classes, previous, sealed_us, key_name. Son SHA-256
     est « digest » ; « signature » est sa signature Ed25519.
  6. La clé publique est celle que l’hôpital a fait connaître ; key_name est le début, seize
     caractères, du SHA-256 de ses octets.
  Qui a fait quoi ne se lit dans le journal qu’à deux personnes, pour une finalité inscrite.
""",
    "en": """\
Audit file of a digital tool, made by Relève.

What it holds
  entry.json          the entry of the register
  intakes.json        the intakes: answers, reasoning, class of risk
  controls.json       how each control of the catalogue stands
  evidence.json       evidence with its digest; files stand in evidence/
  exemptions.json     controls that do not apply, and signed waivers
  decisions.json      decisions to open, stop and retire
  consultations.json  dated consultations
  plans.json          roll-out plans and their digest
  alarms.json         alarms
  counts.json         how many proposals and contests, by state
  trail.json          what the audit trail holds of this tool, without saying who did it
  CONTENTS.json       the SHA-256 of each file

Checking the files
  sha256sum FILE gives the digest that stands in CONTENTS.json.
  The digest of evidence in evidence.json is that of its file, its text or its address.
  The digest of a plan in plans.json is the SHA-256 of its body: JSON in UTF-8, without spaces, keys
  sorted; "is_as_locked" tells whether it is still its own.

Checking the trail (trail.json)
  1. Each line of "entries" has a digest and a place, its sequence.
  2. Its seal is the one in "seals" with first_sequence <= sequence < first_sequence + count.
  3. The digest of the line stands in entry_digests of its class ("retention").
  4. The SHA-256 of the digests of that class, one after the other, is the one that the seal's
     field "classes" tells, with their number.
  5. The text of a seal is JSON without spaces, keys sorted, in ASCII, with "what": "seal" and the
     fields number, first_sequence, count, classes, previous, sealed_us, key_name. Its SHA-256 is
     "digest"; "signature" is its Ed25519 signature.
  6. The public key is the one that the hospital has made known; key_name is the beginning, sixteen
     characters, of the SHA-256 of its bytes.
  Who did what is read in the trail by two people together, for a stated purpose.
""",
}
