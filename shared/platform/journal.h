#pragma once

namespace oriel {

/// Whether standard error is connected to systemd's journal, which keeps times and levels itself
/// (systemd.exec(5), JOURNAL_STREAM). Any thread.
[[nodiscard]] bool standardErrorIsJournal();

} // namespace oriel
