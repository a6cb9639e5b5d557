/* Mails under way, by their queue ids, and what is to be told of them. */
#include "content/log/log_stream.h"

#include <string.h>

#include "content/log/log_journal.h"
#include "content/log/log_line.h"
#include "content/log/log_table.h"
#include "content/log/log_time.h"

enum {
    PIECE = 24 * 1024,           /* bytes of lines that go out together */
    KEPT_MAX = 12 * 1024 * 1024, /* bytes kept of mails whose end is not told */
    ABOUT_MAX = 4096             /* bytes of the lines about one mail */
};

/* A recipient that waits to be served. */
typedef struct {
    char *recipient, *line;
    gboolean told;
} Waiting;

typedef struct {
    char *id;
    GString *about; /* the lines that say whose it is */
    char *sender;   /* NULL: not told */
    GPtrArray *waiting;
    GList *link;   /* in the queue of mails */
    gsize size;    /* bytes kept */
    guint64 piece; /* the last piece that has the lines about it */
    gboolean expired;
} Mail;

struct LogStream {
    LogWishes wishes;
    LogCounts counts;
    GString *rest;     /* the begin of a line */
    gboolean skipping; /* the rest of a line that is too long */
    GHashTable *mails; /* id to Mail */
    GQueue *order;     /* Mail*, the oldest first */
    gsize kept;
    GHashTable *deliveries; /* qmail: number to id */
    GString *piece;         /* being filled */
    guint piece_mails;
    guint64 piece_number;
    GQueue *pieces; /* Piece* */
    LogJournal *journal;
    LogTable table;
    char *table_names; /* the line; NULL: the log is no table */
    gboolean begun;
};

typedef struct {
    GBytes *bytes;
    guint mails;
} Piece;

static void waiting_free(gpointer data)
{
    Waiting *waiting = data;
    g_free(waiting->recipient);
    g_free(waiting->line);
    g_free(waiting);
}

static void mail_free(gpointer data)
{
    Mail *mail = data;
    g_free(mail->id);
    g_free(mail->sender);
    g_string_free(mail->about, TRUE);
    g_ptr_array_unref(mail->waiting);
    g_free(mail);
}

static void piece_free(gpointer data)
{
    Piece *piece = data;
    g_bytes_unref(piece->bytes);
    g_free(piece);
}

LogStream *log_stream_new(const LogWishes *wishes)
{
    LogStream *stream = g_new0(LogStream, 1);
    stream->wishes = *wishes;
    stream->rest = g_string_new(NULL);
    stream->mails = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, mail_free);
    stream->order = g_queue_new();
    stream->deliveries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    stream->piece = g_string_new(NULL);
    stream->piece_number = 1;
    stream->pieces = g_queue_new();
    return stream;
}

void log_stream_free(LogStream *stream)
{
    if (!stream)
        return;
    g_string_free(stream->rest, TRUE);
    g_queue_free(stream->order);
    g_hash_table_unref(stream->mails);
    g_hash_table_unref(stream->deliveries);
    g_string_free(stream->piece, TRUE);
    g_queue_free_full(stream->pieces, piece_free);
    log_journal_free(stream->journal);
    g_free(stream->table_names);
    g_free(stream);
}

const LogCounts *log_stream_counts(const LogStream *stream)
{
    return &stream->counts;
}

/* ---- what goes out */

static void end_piece(LogStream *stream)
{
    if (!stream->piece_mails)
        return;
    Piece *piece = g_new(Piece, 1);
    piece->mails = stream->piece_mails;
    piece->bytes = g_bytes_new(stream->piece->str, stream->piece->len);
    g_queue_push_tail(stream->pieces, piece);
    g_string_truncate(stream->piece, 0);
    stream->piece_mails = 0;
    stream->piece_number++;
}

static void put_line(LogStream *stream, const char *text, gsize length)
{
    g_string_append_len(stream->piece, text, (gssize)length);
    g_string_append_c(stream->piece, '\n');
}

/* A line that tells a fate, behind what is known of its mail. `mail` may be NULL. */
static void tell(LogStream *stream, Mail *mail, const char *text, gsize length)
{
    if (stream->table_names && !stream->piece->len)
        put_line(stream, stream->table_names, strlen(stream->table_names));
    if (!mail || mail->piece != stream->piece_number) {
        if (mail)
            g_string_append_len(stream->piece, mail->about->str, (gssize)mail->about->len);
        stream->piece_mails++;
    }
    if (mail)
        mail->piece = stream->piece_number;
    put_line(stream, text, length);
    if (stream->piece->len >= PIECE)
        end_piece(stream);
}

GBytes *log_stream_take(LogStream *stream, gboolean all, guint *mails)
{
    if (all)
        end_piece(stream);
    Piece *piece = g_queue_pop_head(stream->pieces);
    if (!piece)
        return NULL;
    GBytes *bytes = piece->bytes;
    *mails = piece->mails;
    g_free(piece);
    return bytes;
}

/* ---- mails under way */

static void tell_waiting(LogStream *stream, Mail *mail)
{
    for (guint i = 0; i < mail->waiting->len; i++) {
        const Waiting *waiting = mail->waiting->pdata[i];
        gboolean wanted = !waiting->told && waiting->line;
        if (wanted && stream->wishes.failed_only && !mail->expired) {
            stream->counts.unwanted++;
        } else if (wanted) {
            *(mail->expired ? &stream->counts.failed : &stream->counts.delayed) += 1;
            tell(stream, mail, waiting->line, strlen(waiting->line));
        }
    }
}

static void forget(LogStream *stream, Mail *mail)
{
    stream->kept -= mail->size;
    g_queue_delete_link(stream->order, mail->link);
    g_hash_table_remove(stream->mails, mail->id);
}

static void keep(LogStream *stream, Mail *mail, gsize bytes)
{
    mail->size += bytes;
    stream->kept += bytes;
}

/* The oldest mails are told as they stand, so that what is kept stays small. */
static void make_room(LogStream *stream, const Mail *but)
{
    Mail *oldest;
    while (stream->kept > KEPT_MAX && (oldest = g_queue_peek_head(stream->order)) != but) {
        tell_waiting(stream, oldest);
        forget(stream, oldest);
    }
}

static Mail *mail_of(LogStream *stream, LogText id, gboolean make)
{
    g_autofree char *name = log_text_dup(id);
    Mail *mail = name ? g_hash_table_lookup(stream->mails, name) : NULL;
    if (mail || !name || !make)
        return mail;
    mail = g_new0(Mail, 1);
    mail->id = g_steal_pointer(&name);
    mail->about = g_string_new(NULL);
    mail->waiting = g_ptr_array_new_with_free_func(waiting_free);
    g_queue_push_tail(stream->order, mail);
    mail->link = stream->order->tail;
    g_hash_table_insert(stream->mails, mail->id, mail);
    keep(stream, mail, sizeof(Mail) + id.length);
    make_room(stream, mail);
    return mail;
}

static void note_about(LogStream *stream, const LogLine *line, LogText text)
{
    Mail *mail = mail_of(stream, line->id, TRUE);
    if (!mail || mail->about->len + text.length > ABOUT_MAX)
        return;
    if (line->sender.text) {
        g_free(mail->sender);
        mail->sender = log_text_dup(line->sender);
    }
    g_string_append_len(mail->about, text.text, (gssize)text.length);
    g_string_append_c(mail->about, '\n');
    keep(stream, mail, text.length);
}

static Waiting *waiting_for(const Mail *mail, LogText recipient, guint *place)
{
    for (*place = 0; *place < mail->waiting->len; (*place)++) {
        Waiting *waiting = mail->waiting->pdata[*place];
        if (log_text_equal(recipient, waiting->recipient))
            return waiting;
    }
    return NULL;
}

/* The last delay counts, but one that says nothing of the cause. */
static void wait_on(LogStream *stream, Mail *mail, const LogLine *line, LogText text)
{
    guint place;
    Waiting *waiting = waiting_for(mail, line->recipient, &place);
    if (waiting) {
        stream->counts.repeated++;
        if (!log_text_find(line->words, "retry time not reached", NULL)) {
            keep(stream, mail, text.length);
            g_free(waiting->line);
            waiting->line = log_text_dup(text);
        }
        return;
    }
    waiting = g_new0(Waiting, 1);
    waiting->recipient = log_text_dup(line->recipient);
    waiting->line = log_text_dup(text);
    waiting->told = stream->wishes.at_once;
    g_ptr_array_add(mail->waiting, waiting);
    keep(stream, mail, sizeof(Waiting) + line->recipient.length + text.length);
    if (waiting->told) {
        stream->counts.delayed++;
        tell(stream, mail, text.text, text.length);
    }
}

/* ---- lines */

static guint recipients_of(const LogLine *line)
{
    guint count = 1;
    for (gsize i = 0; i < line->others.length; i++)
        count += line->others.text[i] == '<';
    return count;
}

static void take_served(LogStream *stream, Mail *mail, const LogLine *line)
{
    guint place;
    stream->counts.delivered += recipients_of(line);
    if (mail && waiting_for(mail, line->recipient, &place))
        g_ptr_array_remove_index(mail->waiting, place);
}

static void take_fate(LogStream *stream, const LogLine *line, LogText text)
{
    gboolean delayed = line->act == LOG_DELAYED;
    /* Whether the mail will be tried again must be known only where it is delayed. */
    Mail *mail = mail_of(stream, line->id, delayed);
    guint place;
    if (line->act == LOG_DELIVERED) {
        take_served(stream, mail, line);
        return;
    }
    if (!log_wishes_allow(&stream->wishes, line, mail ? mail->sender : NULL)) {
        stream->counts.unwanted += recipients_of(line);
    } else if (delayed && mail && line->recipient.text) {
        wait_on(stream, mail, line, text);
    } else {
        if (mail && waiting_for(mail, line->recipient, &place))
            g_ptr_array_remove_index(mail->waiting, place);
        *(delayed ? &stream->counts.delayed : &stream->counts.failed) += recipients_of(line);
        tell(stream, mail, text.text, text.length);
    }
}

/* qmail numbers the delivery: its mail and recipient stand in the line that started it. */
static void take_delivery(LogStream *stream, LogLine *line, LogText text)
{
    g_autofree char *number = log_text_dup(line->delivery);
    const char *start = g_hash_table_lookup(stream->deliveries, number);
    if (!start) {
        take_fate(stream, line, text);
        return;
    }
    LogLine started = log_line_read(start, strlen(start), stream->wishes.now);
    g_autofree char *both = g_strdup_printf("%s\n%.*s", start, (int)text.length, text.text);
    line->id = started.id;
    line->recipient = started.recipient;
    take_fate(stream, line, (LogText){both, strlen(both)});
    g_hash_table_remove(stream->deliveries, number);
}

static void note_delivery(LogStream *stream, const LogLine *line, LogText text)
{
    enum { DELIVERIES_MAX = 10000 };
    if (g_hash_table_size(stream->deliveries) >= DELIVERIES_MAX)
        g_hash_table_remove_all(stream->deliveries); /* the log lost their ends */
    g_hash_table_replace(stream->deliveries, log_text_dup(line->delivery), log_text_dup(text));
}

static void end_mail(LogStream *stream, const LogLine *line, LogText text)
{
    Mail *mail = mail_of(stream, line->id, FALSE);
    if (!mail)
        return;
    if (line->act == LOG_EXPIRED && mail->waiting->len) {
        mail->expired = TRUE;
        note_about(stream, line, text);
        tell_waiting(stream, mail);
        g_ptr_array_set_size(mail->waiting, 0);
    }
    if (line->act == LOG_EXPIRED)
        return;
    tell_waiting(stream, mail);
    forget(stream, mail);
}

static void take_row(LogStream *stream, LogText row)
{
    char *values[LOG_COLUMN_COUNT];
    log_table_row(&stream->table, row, values);
    g_autofree char *recipient = values[LOG_COLUMN_RECIPIENT];
    const char *mail = values[LOG_COLUMN_MAIL], *sender = values[LOG_COLUMN_SENDER];
    const char *time = values[LOG_COLUMN_TIME], *event = values[LOG_COLUMN_EVENT];
    LogLine line = {.act = log_table_act(event)};
    LogText nowhere;
    if (time)
        line.time = log_time_read((LogText){time, strlen(time)}, stream->wishes.now, &nowhere);
    if (mail && *mail)
        line.id = (LogText){mail, strlen(mail)};
    if (sender && *sender)
        line.sender = (LogText){sender, strlen(sender)};
    if (recipient && *recipient)
        line.recipient = (LogText){recipient, strlen(recipient)};
    if (log_line_is_fate(&line) && line.recipient.text)
        take_fate(stream, &line, row);
    else
        stream->counts.other++;
    for (guint i = 0; i < LOG_COLUMN_COUNT; i++)
        if (i != LOG_COLUMN_RECIPIENT)
            g_free(values[i]);
}

static void take_log_line(LogStream *stream, LogText text)
{
    LogLine line = log_line_read(text.text, text.length, stream->wishes.now);
    gboolean fate = log_line_is_fate(&line);
    stream->counts.other += !fate;
    if (line.act == LOG_ABOUT)
        note_about(stream, &line, text);
    else if (line.act == LOG_STARTED)
        note_delivery(stream, &line, text);
    else if (line.act == LOG_EXPIRED || line.act == LOG_ENDED)
        end_mail(stream, &line, text);
    else if (fate && line.delivery.text)
        take_delivery(stream, &line, text);
    else if (fate)
        take_fate(stream, &line, text);
}

static void take_line(LogStream *stream, const char *bytes, gsize length)
{
    LogText text = {bytes, length}, line;
    if (text.length && text.text[text.length - 1] == '\r')
        text.length--;
    if (!stream->begun && log_journal_is(text.text, text.length))
        stream->journal = log_journal_new();
    stream->begun |= text.length > 0;
    if (stream->journal) {
        if (!log_journal_take(stream->journal, text, &line))
            return;
        text = line;
    }
    stream->counts.lines++;
    if (!stream->table_names && log_table_names(&stream->table, text))
        stream->table_names = log_text_dup(text);
    else if (stream->table_names && !log_text_begins(text, "#"))
        take_row(stream, text);
    else
        take_log_line(stream, text);
}

void log_stream_add(LogStream *stream, const char *bytes, gsize length)
{
    while (length) {
        const char *end = memchr(bytes, '\n', length);
        gsize part = end ? (gsize)(end - bytes) : length;
        gsize room = LOG_LINE_MAX - MIN(stream->rest->len, (gsize)LOG_LINE_MAX);
        if (part > room && !stream->skipping) {
            stream->skipping = TRUE;
            stream->counts.cut++;
        }
        if (end && !stream->rest->len && part <= room) {
            take_line(stream, bytes, part);
            stream->skipping = FALSE;
        } else {
            g_string_append_len(stream->rest, bytes, (gssize)MIN(part, room));
            if (end) {
                take_line(stream, stream->rest->str, stream->rest->len);
                g_string_truncate(stream->rest, 0);
                stream->skipping = FALSE;
            }
        }
        part += end ? 1 : 0;
        bytes += part;
        length -= part;
    }
}

void log_stream_end(LogStream *stream)
{
    if (stream->rest->len)
        take_line(stream, stream->rest->str, stream->rest->len);
    g_string_truncate(stream->rest, 0);
    if (stream->journal)
        take_line(stream, "", 0);
    Mail *mail;
    while ((mail = g_queue_peek_head(stream->order))) {
        tell_waiting(stream, mail);
        forget(stream, mail);
    }
}

gboolean log_stream_is(const char *text, gsize length, gint64 now)
{
    enum { NAMES_WITHIN = 20 };
    LogText rest = {text, length};
    LogTable table;
    if (log_journal_is(text, length) || log_is(text, length, now))
        return TRUE;
    for (guint i = 0; i < NAMES_WITHIN && rest.length; i++) {
        LogText line = log_text_until(rest, "\r\n");
        if (log_table_names(&table, line))
            return TRUE;
        rest = log_text_from(rest, line.length + 1);
    }
    return FALSE;
}
