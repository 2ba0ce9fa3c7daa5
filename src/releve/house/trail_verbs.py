"""What the verbs of the audit trail say to those who read it: each code, and its words.

Every room names what it does by a code; here stands what a person reads in its place. A code
without words fails ``tests/test_house_trail.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

from releve.kit.words import translator

_ = translator("releve.house")


def verb_sentence(verb: str) -> str:
    """Return what a verb says of whoever did it, such as "closed an account"; unknown, its code.

    A code of a later or an earlier release may stand in a trail that is kept for years.
    """
    return verb_words().get(verb, verb)


def verb_words() -> Mapping[str, str]:
    """Return every verb of the trail with its words, in the language that is spoken now."""
    return {
        **_people(),
        **_accounts(),
        **_roster(),
        **_shifts(),
        **_ledger(),
        **_training(),
        **_register(),
        **_proposals(),
        **_rollouts(),
        **_sessions(),
        **_house(),
        **_rights(),
    }


def _people() -> Mapping[str, str]:
    return {
        "people.person.import": _("brought a person in, or changed what is known of her"),
        "people.contract.import": _("brought a contract in, or changed it"),
        "people.unavailability.import": _("brought an unavailability in, or changed it"),
        "people.restriction.import": _("brought a restriction in, or changed it"),
        "people.level.import": _("brought a level of the tree in, or changed it"),
        "people.level.set_school_zone": _("said whose school holidays a level lives by"),
        "people.role.load": _("brought in a role that ships with Relève"),
        "people.skill.import": _("brought a skill in, or changed its name"),
        "people.table.export": _("exported a table of people"),
        "people.unit.read": _("read who works in a unit, or what holds for them"),
    }


def _accounts() -> Mapping[str, str]:
    return {
        "people.account.create": _("created an account"),
        "people.account.set_password": _("gave an account a new password"),
        "people.account.close": _("closed an account"),
        "people.account.reopen": _("opened a closed account again"),
        "people.account.end_sessions": _("ended all sessions of an account"),
        "people.token.create": _("made a key for a program"),
        "people.token.revoke": _("took the key of a program back"),
        "people.account.make_link": _("made a link to choose a password"),
        "people.account.reset_second_factor": _("took away a lost second factor"),
        "people.account.unlock": _("opened the sign-in again after wrong answers"),
        "people.account.link_directory": _("tied an account to the directory"),
        "people.function.give": _("gave an account a function"),
        "people.function.end": _("took a function away from an account"),
        "people.ward_computer.mark": _("marked a computer that a ward shares"),
        "people.ward_computer.unmark": _("removed the mark of a shared computer"),
        "people.accounts.read": _("read the list of accounts"),
        "people.notice.make": _("told somebody what changes for her"),
        "people.mail.choose": _("chose how her news come by e-mail"),
        "people.mail.confirm": _("confirmed her e-mail address"),
        "people.mail.refuse": _("learned that an e-mail address takes no letters"),
        "people.mail.stop": _("stopped her news by e-mail"),
    }


def _roster() -> Mapping[str, str]:
    return {
        "roster.period.open": _("opened a period"),
        "roster.demand.make": _("changed what is asked of a period"),
        "roster.version.save": _("saved a version"),
        "roster.calendar.open": _("opened a private address for a calendar"),
        "roster.calendar.close": _("closed the private address of a calendar"),
        "roster.version.choose": _("chose a version"),
        "roster.version.publish": _("published a version"),
        "roster.version.propose": _("proposed a version to the team"),
        "roster.version.take_back": _("took a proposed version back"),
        "roster.version.revise": _("began a draft from a version"),
        "roster.wishes.open": _("opened a period of wishes"),
        "roster.wishes.close": _("closed a period of wishes before its time"),
        "roster.wishes.carry": _("carried wishes into a month"),
        "roster.wishes.read": _("read the wishes of a team"),
        "roster.wish.state": _("stated a wish of one's own"),
        "roster.wish.withdraw": _("took back a wish of one's own"),
        "roster.preference.state": _("stated a preference of one's own"),
        "roster.preference.withdraw": _("took back a preference of one's own"),
        "roster.cell.edit": _("changed a cell of a draft by hand"),
        "roster.cell.undo": _("took back a change of a draft"),
        "roster.cell.redo": _("made a change of a draft again"),
        "roster.cell.read": _("looked at what a change of a draft would do"),
        "roster.search.start": _("started a search"),
        "roster.search.stop": _("stopped a search"),
        "roster.search.end": _("ended a search"),
        "roster.cycle.keep": _("kept a unit's cycle, or who walks it"),
        "roster.cycle.retire": _("ended the use of a unit's cycle"),
        "roster.cycle.read": _("read a unit's cycle, or a month's gap to it"),
        "roster.published.change": _("changed a published roster"),
        "roster.swap.ask": _("asked a colleague for an exchange"),
        "roster.swap.agree": _("agreed to a colleague's exchange"),
        "roster.swap.withdraw": _("took back an exchange"),
        "roster.swap.accept": _("accepted an exchange"),
        "roster.swap.decline": _("left the roster as it is"),
        "roster.swap.expire": _("ended an exchange whose day had come"),
        "roster.swap.lapse": _("ended an exchange that no longer held"),
        "roster.swap_rule.set": _("set which exchanges are accepted by rule"),
        "roster.opening.open": _("offered an open shift"),
        "roster.opening.fill": _("allotted an open shift"),
        "roster.opening.close": _("no longer offered an open shift"),
        "roster.volunteer.state": _("volunteered for an open shift"),
        "roster.volunteer.withdraw": _("no longer volunteered for an open shift"),
        "roster.offers.set": _("said whether to hear of open shifts"),
        "roster.exchanges.read": _("read the exchanges of a team"),
        "roster.worked.judge": _("had what was worked in a unit judged"),
        "roster.worked.read": _("read the breaches in what was worked in a unit"),
        "roster.month.read": _("read a ward's roster"),
        "roster.why.read": _("asked why a colleague's roster is so"),
        "roster.sharing.read": _("read how nights and weekends are shared"),
        "roster.comparison.read": _("compared two versions"),
        "roster.clash.read": _("read why no roster is possible"),
        "roster.copy.take": _("took a copy of a roster"),
    }


def _shifts() -> Mapping[str, str]:
    return {
        "shifts.publication.make": _("showed a unit its days, or changed them"),
        "shifts.change.acknowledge": _("acknowledged a change of her published days"),
        "shifts.worked.declare": _("declared what was worked, or corrected it"),
        "shifts.worked.import": _("brought a worked shift in from a file"),
        "shifts.worked.withdraw": _("took back what was declared without a plan"),
        "shifts.worked.validate": _("validated a worked shift"),
        "shifts.month.close": _("closed the month of a unit"),
        "shifts.worked.read": _("read what was worked in a unit"),
        "shifts.counters.read": _("read the counters of a unit's people"),
        "shifts.load.read": _("read the load of a unit"),
    }


def _ledger() -> Mapping[str, str]:
    return {
        "ledger.quarter.settle": _("settled what a tool gave a unit in a quarter"),
        "ledger.quarter.post": _("wrote the planned and worked minutes of a unit's quarter"),
        "ledger.minutes.import": _("brought measured minutes of units in"),
        "ledger.prompts.open": _("let a unit be asked at random what it does"),
        "ledger.prompts.close": _("stopped the random questions of a unit"),
        "ledger.spending.choose": _("recorded what a team does with time given back"),
        "ledger.spending.withdraw": _("took back what a team had chosen"),
        "ledger.spending.check": _("looked at what was given of what was promised"),
        "ledger.unit.read": _("read the time given back to a unit"),
        "ledger.entry.purge": _("deleted minutes that are over; a count only"),
    }


def _training() -> Mapping[str, str]:
    return {
        "training.proof.make": _("wrote that somebody has passed a training module"),
        "training.proof.withdraw": _("withdrew a training certificate, with a reason"),
        "training.proof.purge": _("deleted training certificates that are over; a count only"),
        "training.attempt.purge": _("deleted attempts at training that are over; a count only"),
        "training.requirement.set": _("said which training a tool asks for"),
        "training.requirement.drop": _("said that a tool no longer asks for a training module"),
        "training.assignment.make": _("asked somebody to follow a training module"),
        "training.assignment.withdraw": _("took back the asking for a training module"),
        "training.unit.read": _("read who of a unit is trained for a tool"),
    }


def _proposals() -> Mapping[str, str]:
    return {
        "stewardship.proposal.make": _("filed what a tool put forward"),
        "stewardship.proposal.decide": _("decided on what a tool put forward"),
        "stewardship.proposal.expire": _("let a proposal go that nobody decided on"),
        "stewardship.proposal.read": _("read a proposal of a tool"),
        "stewardship.proposal.purge": _(
            "deleted proposals and contests that are over; a count only"
        ),
        "stewardship.contest.open": _("contested what a tool put forward"),
        "stewardship.contest.reply": _("wrote again in a contest"),
        "stewardship.contest.answer": _("answered a contest"),
        "stewardship.contest.close": _("closed a contest"),
        "stewardship.contest.read": _("read a contest"),
        "stewardship.question.ask": _("sent a text to a tool; its words are not kept here"),
        "stewardship.question.end": _("received what a tool answered, or that it did not"),
        "stewardship.connection.set": _("said how a tool is reached"),
        "stewardship.connection.end": _("took a tool’s connection away"),
        "stewardship.bias.look": _("looked at a copy with planted errors; not what was found"),
    }


def _register() -> Mapping[str, str]:
    return {
        "stewardship.tool.register": _("registered a tool, or brought its card up to date"),
        "stewardship.tool.change": _("changed the entry of a tool"),
        "stewardship.place.set": _("planned a tool in a unit"),
        "stewardship.place.withdraw": _("no longer plans a tool in a unit"),
        "stewardship.intake.sign": _("signed the intake of a tool"),
        "stewardship.evidence.give": _("gave evidence of a control"),
        "stewardship.evidence.withdraw": _("took evidence of a control out of force"),
        "stewardship.exemption.say": _("said that a control does not apply"),
        "stewardship.exemption.waive": _("signed a waiver of a control"),
        "stewardship.exemption.withdraw": _("let a control bind again"),
        "stewardship.declaration.make": _("declared a tool that is used"),
        "stewardship.declaration.answer": _("answered a declaration"),
        "stewardship.supplier.add": _("added a supplier of tools"),
        "stewardship.interlocutor.name": _("named whom to speak to about a supplier’s tools"),
        "stewardship.register.purge": _("deleted papers of tools that are over; a count only"),
        "stewardship.audit_file.take": _("took the audit file of a tool"),
        "stewardship.evidence.read": _("took a file that was given as evidence"),
    }


def _rollouts() -> Mapping[str, str]:
    return {
        "stewardship.rollout.examine": _("noted that a tool is examined"),
        "stewardship.rollout.pilot": _("opened the pilot of a tool"),
        "stewardship.rollout.step": _("opened a step of a tool"),
        "stewardship.rollout.generalise": _("opened a tool to general use"),
        "stewardship.rollout.suspend": _("stopped a tool"),
        "stewardship.rollout.resume": _("let a tool that was stopped go on"),
        "stewardship.rollout.retire": _("retired a tool"),
        "stewardship.plan.draft": _("wrote the plan of a tool’s roll-out"),
        "stewardship.plan.lock": _("locked the plan of a tool’s roll-out"),
        "stewardship.consultation.note": _("wrote down a consultation on a tool"),
        "stewardship.alarm.raise": _("raised an alarm on a tool"),
        "stewardship.alarm.answer": _("answered an alarm on a tool"),
        "stewardship.glass.break": _("opened a tool for a day in an emergency"),
        "stewardship.glass.read": _("read who opened a tool in an emergency, and why"),
    }


def _sessions() -> Mapping[str, str]:
    return {
        "house.session.signed_in": _("signed in"),
        "house.session.refused": _("was refused at the sign-in"),
        "house.session.locked_out": _("was locked out after wrong answers"),
        "house.session.signed_out": _("signed out"),
        "house.session.handed_over": _("handed the computer over"),
        "house.session.ended": _("was signed out at the end of the session"),
        "house.session.ended_everywhere": _("ended every session of her own"),
        "house.session.password_changed": _("chose a new password"),
        "house.session.second_factor_set": _("set up a second factor"),
        "house.session.second_factor_removed": _("removed her second factor"),
        "house.session.recovery_codes_made": _("made new recovery codes"),
        "house.session.directory_linked": _("was tied to the directory at the sign-in"),
    }


def _house() -> Mapping[str, str]:
    return {
        "house.backup.begin": _("began a backup"),
        "house.backup.make": _("made a backup"),
        "jobs.job.cancel": _("cancelled background work"),
        "jobs.job.retry": _("had background work tried again"),
        "trail.request.ask": _("asked to read a part of the trail"),
        "trail.request.agree": _("agreed that a part of the trail is read"),
        "trail.entries.read": _("read a part of the trail"),
        "trail.entries.purge": _("deleted entries whose retention was over"),
        "trail.chain.restore": _("said that an older backup was put back"),
        "trail.key.replace": _("put a new key of the trail in use"),
    }


def _rights() -> Mapping[str, str]:
    return {
        "people.person.export": _("handed a person what is held on her"),
        "people.person.purge": _("deleted somebody who left; a count only"),
        "people.notice.purge": _("deleted news that are over; a count only"),
        "people.account.purge": _("deleted a closed account; a count only"),
        "roster.period.purge": _("deleted periods that are over; a count only"),
        "roster.calendar.purge": _("deleted what calendars were told long ago; a count only"),
        "roster.worked_breach.purge": _("deleted breaches that are over; a count only"),
        "roster.cycle.purge": _("deleted cycles long out of use; a count only"),
        "roster.search.purge": _("deleted searches that are over; a count only"),
        "roster.wishes.purge": _("deleted wishes that are over; a count only"),
        "roster.person.forget": _("took somebody who left out of rosters; a count only"),
        "shifts.shift.purge": _("deleted shifts that are over; a count only"),
        "house.retention.purge": _("deleted what its retention no longer covers; a count only"),
    }
