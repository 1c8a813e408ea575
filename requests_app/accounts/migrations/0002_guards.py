"""What the database holds about powers by itself, whoever writes to it with the web's login.

Composite foreign keys tie each account to its person, so that checks compare persons; triggers
refuse a power that nobody else confirmed, a second role beside one that stands alone, a change of
what was written, and every deletion.
"""

from django.db import migrations

ACCOUNT_AND_PERSON = [
    ("powerproposal", "beneficiary_id", "beneficiary_person_id"),
    ("powerproposal", "proposed_by_id", "proposed_by_person_id"),
    ("powerproposal", "decided_by_id", "decided_by_person_id"),
    ("roleassignment", "account_id", "person_id"),
    ("decideright", "account_id", "person_id"),
    ("certificate", "recorded_by_id", "recorded_by_person_id"),
    ("certificate", "confirmed_by_id", "confirmed_by_person_id"),
]

# Columns that are empty at first and may be filled in once; every other column stays.
FILLED_IN_ONCE = {
    "powerproposal": [
        "outcome",
        "decided_by_id",
        "decided_by_person_id",
        "decided_at",
        "decision_reason",
    ],
    "roleassignment": ["withdrawn_at", "withdrawn_by_id", "withdrawn_reason"],
    "decideright": ["withdrawn_at", "withdrawn_by_id", "withdrawn_reason"],
    "certificate": [
        "confirmed_by_id",
        "confirmed_by_person_id",
        "confirmed_at",
        "withdrawn_at",
        "withdrawn_by_id",
        "withdrawn_reason",
    ],
    "credentiallink": ["used_at", "revoked_at"],
}

STAYS = {
    "person": ["id", "staff_number", "is_demo", "created_at"],
    "account": ["id", "person_id", "username", "created_at"],
    "unit": ["id", "code", "created_at"],
}

NEVER_DELETED = [
    "person",
    "account",
    "unit",
    "powerproposal",
    "roleassignment",
    "decideright",
    "certificate",
    "credentiallink",
]

FUNCTIONS = """
CREATE FUNCTION accounts_never_deleted() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_never_deleted';
END $$;

CREATE FUNCTION accounts_filled_in_once() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    col text;
BEGIN
    FOR col IN SELECT jsonb_object_keys(after) LOOP
        IF after -> col IS DISTINCT FROM before -> col
           AND NOT (col = ANY (TG_ARGV) AND coalesce(before ->> col, '') = '') THEN
            RAISE EXCEPTION '%.% was written and stays', TG_TABLE_NAME, col
                USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_filled_in_once';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE FUNCTION accounts_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    col text;
BEGIN
    FOREACH col IN ARRAY TG_ARGV LOOP
        IF to_jsonb(NEW) -> col IS DISTINCT FROM to_jsonb(OLD) -> col THEN
            RAISE EXCEPTION '%.% never changes', TG_TABLE_NAME, col
                USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_stays';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE FUNCTION accounts_role_stands_alone() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    alone text[] := ARRAY['privacy_auditor', 'oversight', 'policy_administrator',
                          'account_administrator'];
BEGIN
    -- One at a time for each person: two grants at once must see each other.
    PERFORM pg_advisory_xact_lock(hashtextextended('accounts.role.' || NEW.person_id, 0));
    IF EXISTS (
        SELECT 1 FROM accounts_roleassignment held
        WHERE held.person_id = NEW.person_id AND held.withdrawn_at IS NULL
          AND held.role <> NEW.role
          AND (held.role = ANY (alone) OR NEW.role = ANY (alone))
    ) THEN
        RAISE EXCEPTION 'an auditor, an overseer or an administrator holds no other role'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roleassignment_stands_alone';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION accounts_role_was_confirmed() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.granted_through_id IS NULL THEN
        -- The first two administrators of an installation, two persons, and nobody ever again.
        PERFORM pg_advisory_xact_lock(hashtextextended('accounts.first_administrators', 0));
        IF NEW.role <> 'account_administrator'
           OR (SELECT count(*) FROM accounts_roleassignment
               WHERE granted_through_id IS NULL) >= 2
           OR EXISTS (SELECT 1 FROM accounts_roleassignment
                      WHERE granted_through_id IS NULL AND person_id = NEW.person_id) THEN
            RAISE EXCEPTION 'a role needs a proposal that another administrator confirmed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'roleassignment_was_confirmed';
        END IF;
    ELSIF NOT EXISTS (
        SELECT 1 FROM accounts_powerproposal proposal
        WHERE proposal.id = NEW.granted_through_id AND proposal.kind = 'role'
          AND proposal.outcome = 'confirmed' AND proposal.beneficiary_id = NEW.account_id
          AND proposal.role = NEW.role AND proposal.unit_id IS NOT DISTINCT FROM NEW.unit_id
    ) THEN
        RAISE EXCEPTION 'no confirmed proposal grants this role to this account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roleassignment_was_confirmed';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION accounts_right_was_confirmed() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM accounts_powerproposal proposal
        WHERE proposal.id = NEW.granted_through_id AND proposal.kind = 'decide_right'
          AND proposal.outcome = 'confirmed' AND proposal.beneficiary_id = NEW.account_id
          AND proposal.unit_id = NEW.unit_id
    ) THEN
        RAISE EXCEPTION 'no confirmed proposal grants this right to this account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decideright_was_confirmed';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION accounts_permission_has_its_right() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM accounts_decideright held
        WHERE held.id = NEW.decide_right_id AND held.account_id = NEW.user_id
          AND held.unit_id = NEW.content_object_id AND held.withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'an object permission is only the shadow of a live right'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unitpermissionheld_has_its_right';
    END IF;
    RETURN NEW;
END $$;

-- Runs as its owner, so that no login needs the right to delete an object permission.
CREATE FUNCTION accounts_permission_ends_with_right() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM accounts_unitpermissionheld WHERE decide_right_id = NEW.id;
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_is_administrator(account uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_roleassignment held
        JOIN accounts_account a ON a.id = held.account_id
        WHERE held.account_id = account AND held.role = 'account_administrator'
          AND held.withdrawn_at IS NULL AND a.is_active
    )
$$;

CREATE FUNCTION accounts_proposal_by_administrators() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.outcome IS NOT NULL
                             OR NOT accounts_is_administrator(NEW.proposed_by_id)) THEN
        RAISE EXCEPTION 'only an account administrator proposes, and another one decides later'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_by_administrators';
    END IF;
    IF NEW.outcome IN ('confirmed', 'refused')
       AND NOT accounts_is_administrator(NEW.decided_by_id) THEN
        RAISE EXCEPTION 'only an account administrator decides on a proposal'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_by_administrators';
    END IF;
    RETURN NEW;
END $$;
"""

FUNCTION_NAMES = [
    "accounts_proposal_by_administrators()",
    "accounts_is_administrator(uuid)",
    "accounts_permission_ends_with_right()",
    "accounts_permission_has_its_right()",
    "accounts_right_was_confirmed()",
    "accounts_role_was_confirmed()",
    "accounts_role_stands_alone()",
    "accounts_stays()",
    "accounts_filled_in_once()",
    "accounts_never_deleted()",
]

SINGLE_TRIGGERS = [
    ("roleassignment", "stands_alone", "BEFORE INSERT", "accounts_role_stands_alone"),
    ("roleassignment", "was_confirmed", "BEFORE INSERT", "accounts_role_was_confirmed"),
    ("decideright", "was_confirmed", "BEFORE INSERT", "accounts_right_was_confirmed"),
    (
        "unitpermissionheld",
        "has_its_right",
        "BEFORE INSERT OR UPDATE",
        "accounts_permission_has_its_right",
    ),
    (
        "powerproposal",
        "by_administrators",
        "BEFORE INSERT OR UPDATE",
        "accounts_proposal_by_administrators",
    ),
]


def _statements() -> list[tuple[str, str]]:
    """Each statement with the one that undoes it."""
    pairs = [(FUNCTIONS, "".join(f"DROP FUNCTION {name};" for name in FUNCTION_NAMES))]
    for table, account, person in ACCOUNT_AND_PERSON:
        name = f"{table}_{account.removesuffix('_id')}_is_person"
        pairs.append(
            (
                f"ALTER TABLE accounts_{table} ADD CONSTRAINT {name} FOREIGN KEY "
                f"({account}, {person}) REFERENCES accounts_account (id, person_id)",
                f"ALTER TABLE accounts_{table} DROP CONSTRAINT {name}",
            )
        )

    def trigger(table: str, name: str, when: str, call: str, each: str = "ROW") -> None:
        pairs.append(
            (
                f"CREATE TRIGGER {table}_{name} {when} ON accounts_{table} "
                f"FOR EACH {each} EXECUTE FUNCTION {call}",
                f"DROP TRIGGER {table}_{name} ON accounts_{table}",
            )
        )

    for table, columns in FILLED_IN_ONCE.items():
        arguments = ", ".join(f"'{column}'" for column in columns)
        trigger(
            table,
            "filled_in_once",
            "BEFORE UPDATE",
            f"accounts_filled_in_once({arguments})",
        )
    for table, columns in STAYS.items():
        arguments = ", ".join(f"'{column}'" for column in columns)
        trigger(table, "stays", "BEFORE UPDATE", f"accounts_stays({arguments})")
    for table in NEVER_DELETED:
        trigger(table, "never_deleted", "BEFORE DELETE", "accounts_never_deleted()")
        trigger(
            table,
            "never_emptied",
            "BEFORE TRUNCATE",
            "accounts_never_deleted()",
            "STATEMENT",
        )
    for table, name, when, function in SINGLE_TRIGGERS:
        trigger(table, name, when, f"{function}()")
    trigger(
        "decideright",
        "permission_ends",
        "AFTER UPDATE OF withdrawn_at",
        "accounts_permission_ends_with_right()",
    )
    return pairs


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(forward, back) for forward, back in _statements()]
