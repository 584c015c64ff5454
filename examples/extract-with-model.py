#!/usr/bin/env python3
"""An extractor for `annals pull --with`: asks a language model on this machine for the events of an article.

    annals pull news.txt --published 2024-06-19 --with 'python3 extract-with-model.py http://127.0.0.1:8080'

The server is any with OpenAI's interface for chats (llama.cpp, Ollama, vLLM); a second argument names the model.
What the model makes up is refused by Annals: every quote must stand in the article.
"""

import json
import sys
import urllib.request

TASK = """You extract events from a news article. Answer with JSON alone: {"events": [...]}.
Each event has: "title" (present tense, at most 80 characters), "date" (EDTF: 2024-06-18, 2024-06, 2024,
2024-06-18/2024-06-19), "countries" (ISO 3166-1 alpha-3), "initiators", "targets", "people", "category", "status",
and "quote": the shortest words of the article that carry the event, copied letter by letter.
Count "on Tuesday" and "last month" from the day of publication. One object for each event, not for each mention.
Leave out what the article does not say."""


def main() -> None:
    server = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
    question = json.load(sys.stdin)
    article = question["article"]
    text = "\n".join(f"[{p['number']}] {p['text']}" for p in article["paragraphs"])
    words = question["vocabulary"]
    known = ", ".join(person["name"] for person in question["people"][:200])
    prompt = (
        f"{TASK}\n\ncategory is one of: {', '.join(words['category'])}\nstatus is one of: {', '.join(words['status'])}\n"
        f"People are written as here where they are meant: {known}\n\nPublished: {article['published']}\n\n{text}"
    )
    asked = {"messages": [{"role": "user", "content": prompt}], "temperature": 0}
    if len(sys.argv) > 2:
        asked["model"] = sys.argv[2]
    request = urllib.request.Request(
        f"{server.rstrip('/')}/v1/chat/completions",
        data=json.dumps(asked).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=280) as response:
        answer = json.load(response)["choices"][0]["message"]["content"]
    # Models like to talk around what was asked for.
    start, end = answer.find("{"), answer.rfind("}")
    if start < 0:
        sys.exit("the model gave no JSON")
    json.dump(json.loads(answer[start : end + 1]), sys.stdout)


if __name__ == "__main__":
    main()
