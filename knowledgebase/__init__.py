"""The knowledge base: articles for volunteers, and a search that understands what a child says.

A library of its own: it knows nothing of the helpline, and can be used by itself.
"""

from knowledgebase.articles import Article, WrongArticle, packaged_articles, parse_article, read_articles, write_article
from knowledgebase.engine import Engine
from knowledgebase.memory_engine import MemoryEngine
from knowledgebase.search import Answer, Hit, Search
from knowledgebase.service import Content, Files, Knowledge, Source
from knowledgebase.synonyms import WrongSynonyms, packaged_synonyms, read_synonyms
from knowledgebase.topics import SubTopic, TopicTree, packaged_topics, read_topics
from knowledgebase.whoosh_engine import WhooshEngine

__all__ = [
    "Answer",
    "Article",
    "Content",
    "Engine",
    "Files",
    "Hit",
    "Knowledge",
    "MemoryEngine",
    "Search",
    "Source",
    "SubTopic",
    "TopicTree",
    "WhooshEngine",
    "WrongArticle",
    "WrongSynonyms",
    "packaged_articles",
    "packaged_synonyms",
    "packaged_topics",
    "parse_article",
    "read_articles",
    "read_synonyms",
    "read_topics",
    "write_article",
]
