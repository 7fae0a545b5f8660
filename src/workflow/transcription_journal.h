// SPDX-License-Identifier: Apache-2.0
// What one run of `transcribe:CA…` finishes of its windows, kept in the database: the next run finds it
// there, in whatever process. Called from several speech threads at once; each window is a transaction of its
// own.
#pragma once

#include <atomic>
#include <string>

#include "jobs/worker.h"
#include "speech/transcriber.h"
#include "store/window_store.h"
#include "workflow/stages.h"

namespace kolog::workflow {

class TranscriptionJournal final : public speech::WindowJournal {
 public:
  using Limits = store::WindowStore::Limits;

  TranscriptionJournal(const Limits& limits, const StageContext& context, const jobs::JobRun& run)
      : limits_(limits), context_(context), run_(run) {}

  std::optional<speech::WindowText> find(const std::string& window) override;
  /// Saves nothing once the job is no longer this run's: a call that was deleted or cancelled gets no more
  /// text.
  void save(const std::string& window, const speech::WindowText& text) override;

  int found() const { return found_; }
  int saved() const { return saved_; }

 private:
  const Limits limits_;
  const StageContext& context_;
  const jobs::JobRun& run_;
  std::atomic<int> found_ = 0;
  std::atomic<int> saved_ = 0;
};

}  // namespace kolog::workflow
