#include "checks/dns/line_buffer.h"

#include <string.h>

struct LineBuffer {
    char *bytes;
    gsize room, length;
    gsize taken;    /* bytes already handed out */
    gsize searched; /* bytes behind `taken` known to hold no line end */
};

LineBuffer *line_buffer_new(void)
{
    return g_new0(LineBuffer, 1);
}

void line_buffer_free(LineBuffer *buffer)
{
    if (!buffer)
        return;
    g_free(buffer->bytes);
    g_free(buffer);
}

/* Forgets what was taken once that is most of it, so that each byte is moved once or twice. */
static void compact(LineBuffer *buffer)
{
    if (buffer->taken < buffer->length / 2)
        return;
    buffer->length -= buffer->taken;
    if (buffer->length)
        memmove(buffer->bytes, buffer->bytes + buffer->taken, buffer->length);
    buffer->taken = 0;
}

char *line_buffer_room(LineBuffer *buffer, gsize length)
{
    compact(buffer);
    if (buffer->room - buffer->length < length) {
        buffer->room = buffer->length + MAX(length, buffer->length / 2);
        buffer->bytes = g_realloc(buffer->bytes, buffer->room);
    }
    return buffer->bytes + buffer->length;
}

void line_buffer_add(LineBuffer *buffer, gsize length)
{
    buffer->length += length;
}

gsize line_buffer_size(const LineBuffer *buffer)
{
    return buffer->length - buffer->taken;
}

const char *line_buffer_peek(const LineBuffer *buffer, gsize length)
{
    return line_buffer_size(buffer) < length ? NULL : length ? buffer->bytes + buffer->taken : "";
}

const char *line_buffer_bytes(LineBuffer *buffer, gsize length)
{
    if (line_buffer_size(buffer) < length)
        return NULL;
    const char *start = length ? buffer->bytes + buffer->taken : "";
    buffer->taken += length;
    buffer->searched = 0;
    return start;
}

const char *line_buffer_line(LineBuffer *buffer, gsize *length)
{
    gsize size = line_buffer_size(buffer);
    if (size == buffer->searched)
        return NULL;
    const char *start = buffer->bytes + buffer->taken;
    const char *end = memchr(start + buffer->searched, '\n', size - buffer->searched);
    if (!end) {
        buffer->searched = size;
        return NULL;
    }
    *length = (gsize)(end - start);
    buffer->taken += *length + 1;
    buffer->searched = 0;
    return start;
}
