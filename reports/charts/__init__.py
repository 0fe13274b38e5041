"""Pictures of the report: small frozen inputs to scenes; no wording of their own."""
