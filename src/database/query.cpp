// SPDX-License-Identifier: Apache-2.0
#include "database/query.h"

namespace kolog::database {

void Query::prepare() {
  statement_.alloc();
  statement_.prepare(sql_);
  statement_.define_and_bind();
}

bool Query::next() {
  bool found = false;
  if (executed_) {
    found = statement_.fetch();
  } else {
    prepare();
    executed_ = true;
    found = statement_.execute(true);
  }
  if (found) {
    for (const auto& assign : after_row_) assign();
  }
  return found;
}

long long Query::run() {
  prepare();
  executed_ = true;
  statement_.execute(true);
  return statement_.get_affected_rows();
}

}  // namespace kolog::database
