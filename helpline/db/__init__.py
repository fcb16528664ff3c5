"""Everything true is here: tables, records, the unit of work, the journal and the migrations."""
