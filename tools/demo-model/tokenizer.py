# SPDX-License-Identifier: Apache-2.0
"""Whisper's multilingual vocabulary: the special tokens' numbers and a simple tokeniser."""
from __future__ import annotations

from vocabulary import Language

VOCABULARY_SIZE = 51865

END_OF_TEXT = 50257  # the smaller numbers are text
START_OF_TRANSCRIPT = 50258
LANGUAGE_TOKENS = {Language.ENGLISH: 50259, Language.HEBREW: 50279}
TRANSCRIBE = 50359
START_OF_PREVIOUS_TEXT = 50361
NO_SPEECH = 50362
NO_TIMESTAMPS = 50363
FIRST_TIMESTAMP = 50364  # 0.00 s; each next one is 20 ms, one position of the encoder, later
TIMESTAMP_STEP = 10  # the model uses every tenth only: 0.2 s


class Tokenizer:
    """Takes the longest token that fits, word by word, over tokens that are whole UTF-8 characters; digits
    one by one.

    Whisper's own byte-pair merges would give other tokens for some words; what is decoded is the same text.
    """

    def __init__(self, vocabulary: list[bytes]) -> None:
        self.ids: dict[str, int] = {}
        self._words: dict[str, list[int]] = {}
        for number, token in enumerate(vocabulary):
            try:
                text = token.decode()
            except UnicodeDecodeError:
                continue
            has_digits = any(character.isdigit() for character in text)
            if text and not (len(text.strip()) > 1 and has_digits):
                self.ids.setdefault(text, number)

    def encode(self, text: str) -> list[int]:
        """Raises ValueError for a character that no token holds."""
        return [token for word in text.split() for token in self._encode_word(" " + word)]

    def _encode_word(self, word: str) -> list[int]:
        if word not in self._words:
            tokens = []
            start = 0
            while start < len(word):
                end = next((e for e in range(len(word), start, -1) if word[start:e] in self.ids), None)
                if end is None:
                    raise ValueError(f"no token begins {word[start:]!r}")
                tokens.append(self.ids[word[start:end]])
                start = end
            self._words[word] = tokens
        return self._words[word]
