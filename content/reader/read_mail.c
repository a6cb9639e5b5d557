#include "content/reader/read_mail.h"
#include "content/text/read_fields.h"
#include "content/reader/mime_repair.h"
#include "content/text/paste_repair.h"
#include "content/text/read_text.h"
#include <gmime/gmime.h>
#include <string.h>

enum { DEPTH_MAX = 24, PARTS_MAX = 400, HEADER_MAX = 1 << 18 };

/* A walk through the parts. */
typedef struct {
    Mail *mail;
    GString *html;     /* of the first HTML part, where no plain text was found */
    gsize html_unread; /* bytes of it beyond the bound */
    gboolean returned; /* within the returned message */
    guint depth, parts;
} Walk;

static void walk_object(Walk *walk, GMimeObject *object);

static Mail *mail_new(void)
{
    Mail *mail = g_new0(Mail, 1);
    mail->prose = g_string_new(NULL);
    mail->returned = g_string_new(NULL);
    mail->status = g_ptr_array_new_with_free_func(g_free);
    mail->attachments = g_ptr_array_new_with_free_func(g_free);
    return mail;
}

void mail_free(Mail *mail)
{
    if (!mail)
        return;
    g_ptr_array_unref(mail->headers);
    g_string_free(mail->prose, TRUE);
    g_string_free(mail->returned, TRUE);
    g_ptr_array_unref(mail->status);
    g_ptr_array_unref(mail->attachments);
    g_free(mail->signed_message);
    g_free(mail);
}

char *mail_header(const Mail *mail, const char *name)
{
    const char *value = fields_get(mail->headers, name);
    return value ? field_decode(value) : NULL;
}

/* Appends up to a bound, cut at a character. Returns how many bytes were too many. */
static gsize append_bounded(GString *to, const char *text, gsize most)
{
    gsize room = to->len < most ? most - to->len : 0;
    gsize length = strlen(text);
    while (length > room && room > 0 && ((guchar)text[room] & 0xc0) == 0x80)
        room--;
    gsize taken = MIN(length, room);
    g_string_append_len(to, text, (gssize)taken);
    if (to->len && to->str[to->len - 1] != '\n')
        g_string_append_c(to, '\n');
    return length - taken;
}

/* Whether the part stands in the input as it is: then it has become UTF-8 with the rest of it. */
static gboolean is_as_given(GMimePart *part)
{
    GMimeContentEncoding encoding = g_mime_part_get_content_encoding(part);
    return encoding != GMIME_CONTENT_ENCODING_BASE64 &&
           encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
           encoding != GMIME_CONTENT_ENCODING_UUENCODE;
}

static char *plain_text(const char *bytes, gsize length, const char *charset)
{
    char *text = text_from_bytes(bytes, length, charset);
    text_plain_blanks(text);
    return text;
}

/* A part's content, transfer encoding and charset taken off; at most MAIL_PROSE_MAX bytes, *unread
 * more were there. */
static char *part_text(GMimePart *part, gsize *unread)
{
    *unread = 0;
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (!content)
        return g_strdup("");
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_mime_data_wrapper_write_to_stream(content, stream);
    g_object_unref(stream);
    *unread = bytes->len > MAIL_PROSE_MAX ? bytes->len - MAIL_PROSE_MAX : 0;
    const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    g_autoptr(GString) lines =
        text_lines((const char *)bytes->data, MIN(bytes->len, (guint)MAIL_PROSE_MAX));
    return plain_text(lines->str, lines->len, is_as_given(part) ? NULL : charset);
}

static void add_html(Walk *walk, const char *html, gsize unread)
{
    if (walk->html)
        return;
    walk->html_unread = unread;
    g_autofree char *text = text_from_html(html, MAIL_PROSE_MAX);
    walk->html = g_string_new(text);
}

static void add_text(Walk *walk, GMimePart *part, gboolean html)
{
    Mail *mail = walk->mail;
    if (walk->returned && mail->returned->len >= MAIL_RETURNED_MAX)
        return;
    gsize unread;
    g_autofree char *text = part_text(part, &unread);
    if (walk->returned)
        append_bounded(mail->returned, text, MAIL_RETURNED_MAX);
    else if (html || text_is_html(text))
        add_html(walk, text, unread);
    else
        mail->unread += unread + append_bounded(mail->prose, text, MAIL_PROSE_MAX);
}

static void add_status(Walk *walk, GMimePart *part)
{
    gsize unread;
    g_ptr_array_add(walk->mail->status, part_text(part, &unread));
    walk->mail->unread += unread;
}

static gboolean names_aggregate(const char *name)
{
    g_autofree char *lower = name ? g_ascii_strdown(name, -1) : NULL;
    return lower && strchr(lower, '!') &&
           (strstr(lower, ".xml") || strstr(lower, ".zip") || strstr(lower, ".json"));
}

static void walk_part(Walk *walk, GMimePart *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    const char *name = g_mime_part_get_filename(part);
    gboolean is_text = g_mime_content_type_is_type(type, "text", "*");
    if (name && walk->returned && walk->mail->attachments->len < 64)
        g_ptr_array_add(walk->mail->attachments, g_utf8_make_valid(name, -1));
    if (names_aggregate(name))
        walk->mail->is_aggregate = TRUE;
    gboolean delivery = g_mime_content_type_is_type(type, "message", "delivery-status") ||
                        g_mime_content_type_is_type(type, "message", "global-delivery-status");
    gboolean disposition = g_mime_content_type_is_type(type, "message", "disposition-notification");
    gboolean feedback = g_mime_content_type_is_type(type, "message", "feedback-report");
    gboolean headers = g_mime_content_type_is_type(type, "text", "rfc822-headers") ||
                       g_mime_content_type_is_type(type, "message", "global-headers");
    if (!walk->returned && (delivery || disposition || feedback)) {
        walk->mail->is_delivery_report |= delivery;
        walk->mail->is_disposition |= disposition;
        walk->mail->is_feedback |= feedback;
        add_status(walk, part);
    } else if (headers) {
        gboolean outer = walk->returned;
        walk->returned = TRUE;
        add_text(walk, part, FALSE);
        walk->returned = outer;
    } else if (is_text && !(name && walk->returned)) {
        add_text(walk, part, g_mime_content_type_is_type(type, "text", "html"));
    }
}

static gboolean is_report(GMimeObject *object)
{
    GMimeContentType *type = object ? g_mime_object_get_content_type(object) : NULL;
    return type && g_mime_content_type_is_type(type, "multipart", "report");
}

/* Kept as it is: canonical forms (RFC 6376 3.4) are made of what was signed, not of its text. */
static void keep_signed(Mail *mail, GMimeMessage *message)
{
    if (mail->signed_message || !g_mime_object_get_header(GMIME_OBJECT(message), "DKIM-Signature"))
        return;
    g_autofree char *raw = g_mime_object_to_string(GMIME_OBJECT(message), NULL);
    mail->signed_message = g_strndup(raw, MAIL_SIGNED_MAX);
}

/* A bounce that somebody forwards as an attachment is what the mail is about. */
static gboolean is_forwarded_bounce(const Walk *walk, GMimeMessage *message)
{
    if (walk->returned || walk->mail->status->len)
        return FALSE;
    GMimeObject *object = GMIME_OBJECT(message);
    const char *from = g_mime_object_get_header(object, "From");
    const char *return_path = g_mime_object_get_header(object, "Return-Path");
    g_autofree char *lower = g_ascii_strdown(from ? from : "", -1);
    return is_report(g_mime_message_get_mime_part(message)) ||
           g_mime_object_get_header(object, "X-Failed-Recipients") ||
           strstr(lower, "mailer-daemon") || strstr(lower, "mail delivery") ||
           (strstr(lower, "postmaster") && return_path && strstr(return_path, "<>"));
}

static void walk_message(Walk *walk, GMimeMessage *message)
{
    if (!message)
        return;
    GMimeObject *inner = g_mime_message_get_mime_part(message);
    if (is_forwarded_bounce(walk, message)) {
        walk_object(walk, inner);
        return;
    }
    gboolean outer = walk->returned;
    if (!outer) {
        g_autofree char *raw = g_mime_object_get_headers(GMIME_OBJECT(message), NULL);
        g_autoptr(GString) lines =
            text_lines(raw ? raw : "", raw ? MIN(strlen(raw), (gsize)HEADER_MAX) : 0);
        g_autofree char *header = text_from_bytes(lines->str, lines->len, NULL);
        append_bounded(walk->mail->returned, header, MAIL_RETURNED_MAX);
        append_bounded(walk->mail->returned, "\n", MAIL_RETURNED_MAX);
        keep_signed(walk->mail, message);
    }
    walk->returned = TRUE;
    walk_object(walk, inner);
    walk->returned = outer;
}

/* A part that is one too many or too deep, as long as it is. */
static void leave_unread(Walk *walk, GMimeObject *object)
{
    GMimeStream *nowhere = g_mime_stream_null_new();
    gssize length = g_mime_object_write_to_stream(object, NULL, nowhere);
    g_object_unref(nowhere);
    if (!walk->returned && length > 0)
        walk->mail->unread += (gsize)length;
}

static void walk_object(Walk *walk, GMimeObject *object)
{
    if (!object)
        return;
    if (walk->depth >= DEPTH_MAX || walk->parts >= PARTS_MAX) {
        leave_unread(walk, object);
        return;
    }
    walk->depth++;
    walk->parts++;
    if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart *multipart = GMIME_MULTIPART(object);
        int count = g_mime_multipart_get_count(multipart);
        for (int i = 0; i < count; i++)
            walk_object(walk, g_mime_multipart_get_part(multipart, i));
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        walk_message(walk, g_mime_message_part_get_message(GMIME_MESSAGE_PART(object)));
    } else if (GMIME_IS_PART(object)) {
        walk_part(walk, GMIME_PART(object));
    }
    walk->depth--;
}

/* Takes the array. */
static GMimeMessage *parse(GByteArray *bytes)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static void read_structure(Mail *mail, GByteArray *bytes)
{
    GMimeMessage *message = parse(bytes);
    Walk walk = {.mail = mail};
    if (message)
        walk_object(&walk, g_mime_message_get_mime_part(message));
    gsize plain = strspn(mail->prose->str, " \n\t\r");
    if (walk.html && mail->prose->len - plain < 16)
        mail->unread +=
            walk.html_unread + append_bounded(mail->prose, walk.html->str, MAIL_PROSE_MAX);
    if (walk.html)
        g_string_free(walk.html, TRUE);
    if (message)
        g_object_unref(message);
}

static void read_bare_text(Mail *mail, const char *text, gsize length)
{
    gsize decoded_length;
    g_autofree char *decoded = repair_decode(text, length, &decoded_length);
    g_autofree char *utf8 = decoded ? plain_text(decoded, decoded_length, NULL)
                                    : plain_text(text, MIN(length, (gsize)MAIL_PROSE_MAX), NULL);
    mail->unread += !decoded && length > MAIL_PROSE_MAX ? length - MAIL_PROSE_MAX : 0;
    g_autofree char *from_html = text_is_html(utf8) ? text_from_html(utf8, MAIL_PROSE_MAX) : NULL;
    mail->unread += append_bounded(mail->prose, from_html ? from_html : utf8, MAIL_PROSE_MAX);
}

/* The length up to which a body has no more than so many lines that may be boundaries: GMime makes
 * an object of each part, however many there are. */
static gsize bounded_parts(const char *body, gsize length)
{
    enum { BOUNDARIES_MAX = 4000 };
    const char *stop = body + length, *at = body;
    for (guint i = 0; i < BOUNDARIES_MAX; i++) {
        const char *line = memmem(at, (gsize)(stop - at), "\n--", 3);
        if (!line)
            return length;
        at = line + 3;
    }
    return (gsize)(at - body) - 3;
}

/* Whether the header's own Content-Type makes GMime find the parts. */
static gboolean declares_multipart(const GPtrArray *headers)
{
    const char *type = fields_get(headers, "Content-Type");
    g_autofree char *lower = type ? g_ascii_strdown(type, -1) : NULL;
    return lower && strstr(lower, "multipart/") && strstr(lower, "boundary");
}

/* The header, no longer than HEADER_MAX and with the boundary that it lacks, and the body. */
static GByteArray *repaired(const char *text, gsize header, gsize length, const char *boundary)
{
    GByteArray *bytes =
        g_byte_array_sized_new((guint)(MIN(header, (gsize)HEADER_MAX) + length - header + 256));
    gsize kept = header;
    if (header > HEADER_MAX) {
        const char *cut = memrchr(text, '\n', HEADER_MAX);
        kept = cut ? (gsize)(cut - text) + 1 : 0;
    }
    if (boundary) {
        g_autofree char *type = g_strdup_printf(
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"%s\"\n\n", boundary);
        g_byte_array_append(bytes, (const guint8 *)type, (guint)strlen(type));
    } else {
        g_byte_array_append(bytes, (const guint8 *)text, (guint)kept);
        if (kept < header)
            g_byte_array_append(bytes, (const guint8 *)"\n", 1);
    }
    g_byte_array_append(bytes, (const guint8 *)text + header, (guint)(length - header));
    return bytes;
}

/* A boundary below more than a line or two of text is that of the returned message, quoted in the
 * text. */
static gboolean is_of_returned(const char *body, const char *boundary)
{
    enum { PREAMBLE_LINES = 3 };
    g_autofree char *line = g_strconcat("--", boundary, NULL);
    const char *at = strstr(body, line);
    guint lines = 0;
    for (const char *c = body; at && c < at; c++)
        lines += *c == '\n' && c > body && c[-1] != '\n';
    return lines > PREAMBLE_LINES;
}

Mail *mail_read(const char *text, gsize length)
{
    Mail *mail = mail_new();
    gsize start, header = 0;
    mail->has_header = fields_at_start(text, length, &start);
    if (mail->has_header) {
        text += start;
        length -= start;
        mail->headers = fields_read(text, length, &header);
    } else {
        mail->headers = g_ptr_array_new();
    }
    g_autofree char *boundary = declares_multipart(mail->headers)
                                    ? NULL
                                    : repair_find_boundary(text + header, length - header);
    if (boundary && is_of_returned(text + header, boundary))
        g_clear_pointer(&boundary, g_free);
    gsize bounded = header + bounded_parts(text + header, length - header);
    if (mail->has_header || boundary) {
        read_structure(mail, repaired(text, header, bounded, boundary));
        mail->unread += length - bounded;
    }
    if (!mail->prose->len && !mail->status->len) {
        mail->unread = 0;
        read_bare_text(mail, text + header, length - header);
    }
    return mail;
}
