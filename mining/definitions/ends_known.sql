/*
name = "ends_known"
row.en = "the whole log"
row.nl = "het hele logboek"
key = []
role = "step"
needs = ["kind"]
source = "measures.md A15, A20"
definition.en = """
Whether the log tells that cases end: it holds at least one decision or close by the municipality, or it states the kind of each event
itself, so that a case without an end is open (A15). Where kinds were derived from names and none of them is an end, the log says nothing
of which cases are open and which are over, so nothing may call one of its cases open.
"""
definition.nl = """
Of het logboek zegt dat zaken eindigen: er staat minstens één besluit of afsluiting van de gemeente in, of het noemt zelf de soort van elke
gebeurtenis; dan is een zaak zonder einde open (A15). Zijn de soorten afgeleid van namen, en is geen ervan een einde, dan zegt het logboek
niet welke zaken open zijn en welke zijn afgelopen. Dan mag geen enkele zaak open heten.
"""
[title]
en = "Whether the log tells that cases end"
nl = "Of het logboek zegt dat zaken eindigen"
[columns]
known = "boolean; a case of the log is ended by a decision or a close, or kinds are stated"
[columns_nl]
known = "een zaak in het logboek krijgt een einde door een besluit of afsluiting, of de soorten staan in het logboek zelf"
*/
select
  exists (
    select 1
    from events
    where acted_by = 'municipality'
      and kind in ('decision', 'close')
  )
  or exists (
    select 1
    from columns_used
    where ours = 'kind'
  ) as known
