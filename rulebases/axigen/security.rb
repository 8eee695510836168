version=2
# The security log's layout is not published. Known are the words OP_OK and
# OP_FAIL and that the client's address stands on the same line (an Axigen blog
# post, a maintainer of a third-party parser). Tried after all other rules.
rule=axigen.security.login:%axigen_security:rest%
annotate=axigen.security.login:+vendor_event_action="authentication"
