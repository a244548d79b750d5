"""Asked at every start: are the roles and verbs a table one can rely on?"""

from collections.abc import Mapping

from django.core.checks import CheckMessage, Error

from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.posts.completeness import RULES
from tongxin.ground.posts.roles import ROLES, Role
from tongxin.ground.posts.verbs import VERBS, Verb


def check_roles(**_options: object) -> list[CheckMessage]:
    """The system check: every problem of the tables as they are."""
    return [Error(problem, id="posts.E001") for problem in problems(ROLES, VERBS)]


def problems(roles: Mapping[str, Role], verbs: Mapping[str, Verb]) -> list[str]:
    """Everything wrong with these roles and verbs, in sentences for whoever edits them."""
    found = []
    for role in roles.values():
        if not (role.name and role.name_en and role.says):
            found.append(f"Role {role.code} needs a Chinese name, an English name and a sentence.")
        found += [
            f"Role {role.code} names the unknown verb {verb}." for verb in sorted(role.verbs - verbs.keys())
        ]
        found += [
            f"Role {role.code} appoints the unknown role {other}."
            for other in sorted(role.appoints - roles.keys())
        ]
        found += [
            f"Role {role.code} is held in the unknown kind {kind}."
            for kind in sorted(set(role.kinds) - set(Kind.values))
        ]
    for verb in verbs.values():
        if verb.ask not in roles or verb.code not in roles[verb.ask].verbs:
            found.append(f"Verb {verb.code} sends people to {verb.ask}, who may not do it.")
    for rule in RULES.values():
        named = {code for requirement in rule.requirements for code in requirement.roles}
        found += [
            f"Rule {rule.code} asks for the unknown role {code}." for code in sorted(named - roles.keys())
        ]
    return found
