"""The acts of administrators, gathered: import this module, the parts are its chapters.

It must hold no code of its own.
"""

from requests_app.workflow.administration.accounts import (
    NewAccount,
    create_account,
    disable_account,
    enable_account,
    unlock_account,
)
from requests_app.workflow.administration.certificates import (
    confirm_certificate,
    record_certificate,
    withdraw_certificate,
)
from requests_app.workflow.administration.credentials import (
    account_of_link,
    change_own_password,
    reissue_first_link,
    set_password,
)
from requests_app.workflow.administration.founding import (
    Founded,
    Founder,
    create_first_administrators,
)
from requests_app.workflow.administration.jurisdiction import (
    confirm_jurisdiction,
    propose_jurisdiction,
    refuse_jurisdiction,
    withdraw_jurisdiction,
)
from requests_app.workflow.administration.oversight import (
    Order,
    disable_oversight,
    reset_oversight,
    withdraw_oversight,
)
from requests_app.workflow.administration.pack_sign_off import (
    confirm_sign_off,
    propose_sign_off,
    propose_sign_off_withdrawal,
    refuse_sign_off,
    withdraw_sign_off,
)
from requests_app.workflow.administration.powers import (
    confirm,
    propose_credential_reset,
    propose_decide_right,
    propose_role,
    refuse,
    take_back,
)
from requests_app.workflow.administration.second_factors import (
    add_app,
    matching_factor,
    remove_app,
    renew_recovery_codes,
)
from requests_app.workflow.administration.units import (
    activate_unit,
    create_unit,
    deactivate_unit,
    rename_unit,
)
from requests_app.workflow.administration.withdrawals import (
    withdraw_decide_right,
    withdraw_role,
)
from requests_app.workflow.notifications.link_mail import IssuedLink, link_address

__all__ = [
    "Founded",
    "Founder",
    "IssuedLink",
    "NewAccount",
    "Order",
    "account_of_link",
    "activate_unit",
    "add_app",
    "change_own_password",
    "confirm",
    "confirm_certificate",
    "confirm_jurisdiction",
    "confirm_sign_off",
    "create_account",
    "create_first_administrators",
    "create_unit",
    "deactivate_unit",
    "disable_account",
    "disable_oversight",
    "enable_account",
    "link_address",
    "matching_factor",
    "propose_credential_reset",
    "propose_decide_right",
    "propose_jurisdiction",
    "propose_role",
    "propose_sign_off",
    "propose_sign_off_withdrawal",
    "record_certificate",
    "refuse",
    "refuse_jurisdiction",
    "refuse_sign_off",
    "reissue_first_link",
    "remove_app",
    "rename_unit",
    "renew_recovery_codes",
    "reset_oversight",
    "set_password",
    "take_back",
    "unlock_account",
    "withdraw_certificate",
    "withdraw_decide_right",
    "withdraw_jurisdiction",
    "withdraw_oversight",
    "withdraw_role",
    "withdraw_sign_off",
]
