// SPDX-License-Identifier: Apache-2.0
// Silero's network, run by whisper.cpp on one thread. Owns the contexts that are not in use, which later
// listeners take over: there are as many as listened at once. Any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "speech/speech_network.h"

struct whisper_vad_context;

namespace kolog::speech {

struct WhisperVadDeleter {
  void operator()(whisper_vad_context* context) const;
};
using WhisperVadContext = std::unique_ptr<whisper_vad_context, WhisperVadDeleter>;

class WhisperSpeechNetwork final : public SpeechNetwork {
 public:
  /// `unsupported_media` if the bytes are not a model that whisper.cpp takes, `not_found` if there are none.
  /// The bytes must outlive the network.
  static Result<std::unique_ptr<WhisperSpeechNetwork>> open(std::span<const std::byte> weights);

  Result<std::unique_ptr<SpeechListener>> listen() const override;

 private:
  friend class WhisperSpeechListener;

  explicit WhisperSpeechNetwork(std::span<const std::byte> weights) : weights_(weights) {}
  Result<WhisperVadContext> take() const;
  void give_back(WhisperVadContext context) const;

  std::span<const std::byte> weights_;
  mutable std::mutex mutex_;
  mutable std::vector<WhisperVadContext> idle_;  // guarded by mutex_
};

}  // namespace kolog::speech
