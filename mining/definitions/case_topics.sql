/*
name = "case_topics"
row.en = "one case with a known topic"
row.nl = "één zaak met een bekend onderwerp"
key = ["case_no"]
role = "step"
needs = ["topic"]
source = "measures.md A16"
definition.en = "The topic of a case: the first known topic (A6) among its events, in order (A4)."
definition.nl = """
Het onderwerp van een zaak: het eerste bekende onderwerp (A6) van de gebeurtenissen, op volgorde (A4).
"""
[title]
en = "Topic of a case"
nl = "Onderwerp van een zaak"
[columns]
case_no = "integer; the case"
topic_no = "integer; the topic"
[columns_nl]
case_no = "de zaak"
topic_no = "het onderwerp"
*/
with known as (
  select
    case_no,
    topic_no,
    lag(case_no) over as_stored as case_before
  from events
  where topic_no is not null
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  case_no,
  topic_no
from known
where case_before is distinct from case_no
