/* Any bytes as a log, cut anywhere: what comes out is lines of it that the reader takes, and every
 * line is counted. */
#include <stdint.h>
#include "content/log/log_stream.h"
#include "content/reader/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const LogWishes wishes = {.now = 1795510800};
    read_init();
    g_autoptr(LogStream) stream = log_stream_new(&wishes);
    gsize cut = size ? data[0] % 64 + 1 : 1;
    for (gsize at = 0; at < size; at += cut)
        log_stream_add(stream, (const char *)data + at, MIN(cut, size - at));
    log_stream_end(stream);
    const LogCounts *counts = log_stream_counts(stream);
    g_assert_cmpuint(counts->other, <=, counts->lines);
    GBytes *piece;
    guint mails;
    while ((piece = log_stream_take(stream, TRUE, &mails))) {
        g_assert_cmpuint(mails, >, 0);
        g_ptr_array_unref(read_input(piece));
        g_bytes_unref(piece);
    }
    return 0;
}
