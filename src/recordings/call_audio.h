// SPDX-License-Identifier: Apache-2.0
// A call's recording, as it is given to whoever asks for it.
#pragma once

#include <chrono>
#include <string>

#include "objects/object_store.h"

namespace kolog::recordings {

/// The recording as it is, or as anybody but an owner may hear it: the same, or a copy with a tone over what
/// is blacked out.
enum class Form { original, redacted };

/// A call's recording, open for reading.
struct CallAudio {
  objects::OpenObject object;
  std::string content_type;
  int channels = 0;
  std::chrono::milliseconds duration{};
  Form form = Form::original;  // what it is, not what was asked for
};

}  // namespace kolog::recordings
