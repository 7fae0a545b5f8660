// SPDX-License-Identifier: Apache-2.0
// The value of a business's own field, as far as the words that a language model quoted for it bear it out.
// Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "domain/insight_settings.h"
#include "insight/llm_calendar.h"
#include "insight/tokens.h"

namespace kolog::insight {

/// The value in the field's own form (one of the choices, digits, `2026-11-25`, `yes` or `no`); a text that
/// says other words than the quote becomes the quote. None where the words do not bear it out.
std::optional<std::string> borne_out_value(const domain::CustomField& field, const std::string& value,
                                           std::span<const Token> words, const std::string& quoted,
                                           std::optional<LocalTime> call);

}  // namespace kolog::insight
