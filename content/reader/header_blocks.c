/* Header lines in text, line by line: a label in one of many languages, a colon, an address. */
#include "content/reader/header_blocks.h"

#include <string.h>

#include "content/text/phrase_match.h"
#include "content/text/read_address.h"

enum { BLOCKS_MAX = 32, LINE_MAX_BYTES = 1000, LABEL_MAX = 40, OTHER_LINES_MAX = 1 };

typedef enum {
    LABEL_NONE,
    LABEL_FROM,
    LABEL_TO,
    LABEL_SUBJECT,
    LABEL_DATE,
    LABEL_FIELD,
    LABEL_OTHER
} Label;

/* In folded shape. '|' between them. */
static const struct {
    Label label;
    const char *names;
} labels[] = {
    {LABEL_FROM,
     "from|von|de|da|van|od|från|fra|от|отправитель|发件人|发送人|寄件者|寄件人|差出人|送信者|"
     "送信元|"
     "보낸 사람|보낸사람|kimden|gönderen|lähettäjä|feladó|expéditeur|remitente|remetente|mittente|"
     "absender|afzender|nadawca|odesílatel|από|від|expeditor|from address"},
    {LABEL_TO, "to|an|à|a|para|aan|till|til|do|komu|кому|получатель|收件人|收件者|宛先|받는 "
               "사람|받는사람|kime|"
               "alıcı|vastaanottaja|címzett|destinataire|destinatario|destinatário|empfänger|"
               "adresat|προς|către"},
    {LABEL_SUBJECT, "subject|betreff|objet|oggetto|asunto|assunto|onderwerp|ämne|emne|тема|主题|"
                    "主題|主旨|标题|件名|"
                    "제목|konu|aihe|tárgy|předmět|temat|θέμα|subiect"},
    {LABEL_DATE,
     "date|sent|gesendet|datum|envoyé|enviado|enviada em|enviado el|enviado em|inviato|data|fecha|"
     "verzonden|wysłano|skickat|sendt|отправлено|дата|发送时间|发送日期|时间|日期|寄件日期|"
     "傳送時間|"
     "送信日時|日時|日付|보낸 날짜|날짜|tarih|gönderme tarihi|lähetetty|dátum|küldve|odesláno|"
     "data wysłania|received on"},
    {LABEL_OTHER,
     "cc|bcc|kopie|抄送|副本|importance|priority|reply-to|attachments|kopi|копия|参考"}};

static gboolean is_among(const char *names, const char *name, gsize length)
{
    for (gsize size; *names; names += size + (names[size] == '|')) {
        size = strcspn(names, "|");
        if (size == length && !memcmp(names, name, length))
            return TRUE;
    }
    return FALSE;
}

static Label label_of(const char *name, gsize length)
{
    for (guint i = 0; length && i < G_N_ELEMENTS(labels); i++)
        if (is_among(labels[i].names, name, length))
            return labels[i].label;
    return LABEL_NONE;
}

/* A field as only the source of a message has it: "X-Mailer", "DKIM-Signature". */
static gboolean is_field(const char *name, gsize length)
{
    if (length == strlen("received") && !memcmp(name, "received", length))
        return TRUE;
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalnum(name[i]) && name[i] != '-')
            return FALSE;
    return length > 2 && memchr(name, '-', length);
}

/* "> * From: ", "| 发件人 | ", "*Von:* ": the label and where its value begins in the line. */
static Label read_label(const FoldedText *line, gsize *value)
{
    const char *bytes = line->bytes;
    gsize start = strspn(bytes, " >|*-\"");
    gsize end = start + strcspn(bytes + start, ":|*\t");
    if (end - start > LABEL_MAX || end >= line->length)
        return LABEL_NONE;
    gsize behind = end + strspn(bytes + end, "*:| \t");
    if (!memchr(bytes + end, ':', behind - end) && !memchr(bytes + end, '|', behind - end))
        return LABEL_NONE;
    while (end > start && bytes[end - 1] == ' ')
        end--;
    *value = line->offsets[behind];
    Label label = label_of(bytes + start, end - start);
    return label == LABEL_NONE && is_field(bytes + start, end - start) ? LABEL_FIELD : label;
}

gboolean header_is_robot(const char *address)
{
    static const char *const names[] = {"postmaster",   "mailer-daemon",    "mail-daemon",
                                        "mailerdaemon", "mailmaster",       "hostmaster",
                                        "abuse",        "microsoftexchange"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (!g_ascii_strncasecmp(address, names[i], strlen(names[i])))
            return TRUE;
    return FALSE;
}

gboolean header_is_of_bounce(const char *subject)
{
    static const char *const begins[] = {"undeliver",
                                         "delivery status notif",
                                         "delivery failure",
                                         "delivery notification",
                                         "returned mail",
                                         "mail delivery fail",
                                         "failure notice",
                                         "non-deliver",
                                         "nondeliver",
                                         "non delivery",
                                         "message undeliver",
                                         "mail failure",
                                         "mail undeliver",
                                         "delivery has failed",
                                         "delivery report",
                                         "mail system error",
                                         "returned to sender",
                                         "unzustellbar",
                                         "nicht zustellbar",
                                         "nachricht nicht zugestellt",
                                         "non remis",
                                         "échec de la remise",
                                         "mensaje no entregado",
                                         "no se puede entregar",
                                         "não entregue",
                                         "non recapitabile",
                                         "mancato recapito",
                                         "onbestelbaar",
                                         "niedostarczon",
                                         "не доставлено",
                                         "недоставлен",
                                         "退信",
                                         "系统退信",
                                         "未送达",
                                         "配信不能",
                                         "배달되지",
                                         "delivery delayed",
                                         "warning: could not send",
                                         "warning: message"};
    g_autoptr(FoldedText) folded =
        folded_text_new(subject, MIN(strlen(subject), (gsize)LINE_MAX_BYTES));
    const char *words = folded->bytes + strspn(folded->bytes, " \"*[(");
    for (guint i = 0; i < G_N_ELEMENTS(begins); i++)
        if (g_str_has_prefix(words, begins[i]))
            return TRUE;
    return FALSE;
}

gboolean header_is_of_system(const char *value)
{
    static const char *const names[] = {"mailer-daemon",     "mail delivery",
                                        "mail system",       "postmaster",
                                        "microsoftexchange", "mailerdaemon",
                                        "mail-daemon",       "mail administr",
                                        "mdaemon",           "microsoft outlook",
                                        "delivery status",   "delivery sub",
                                        "系统退信",          "退信",
                                        "mailsystem",        "邮件投递",
                                        "邮件系统",          "系统管理员",
                                        "email delivery",    "mailmaster",
                                        "mail daemon",       "bounce@",
                                        "mailgate",          "systemadministrator@"};
    g_autoptr(FoldedText) folded =
        folded_text_new(value, MIN(strlen(value), (gsize)LINE_MAX_BYTES));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (strstr(folded->bytes, names[i]))
            return TRUE;
    Span span;
    if (!folded->bytes[strspn(folded->bytes, " <>\"")])
        return TRUE; /* the null path, RFC 5321 4.5.5 */
    return address_next(value, strlen(value), 0, &span) &&
           address_is_system(value + span.start, span.end - span.start) &&
           g_ascii_strncasecmp(value + span.start, "support", 7) != 0 &&
           g_ascii_strncasecmp(value + span.start, "helpdesk", 8) != 0;
}

static void block_free(gpointer data)
{
    HeaderBlock *block = data;
    g_free(block->from);
    g_free(block->to);
    g_free(block);
}

/* The block that is being read. */
typedef struct {
    HeaderBlock *block; /* NULL: none */
    guint seen;         /* bits by Label */
    guint others;       /* lines since the last with a label */
    GPtrArray *blocks;
} Reading;

static void close_block(Reading *reading)
{
    guint addressed = 1u << LABEL_FROM | 1u << LABEL_TO;
    guint seen = reading->seen & ~(1u << LABEL_OTHER);
    gboolean whole = (seen & addressed) && (seen & (seen - 1));
    if (reading->block && whole && reading->blocks->len < BLOCKS_MAX)
        g_ptr_array_add(reading->blocks, reading->block);
    else if (reading->block)
        block_free(reading->block);
    reading->block = NULL;
    reading->seen = reading->others = 0;
}

static void take_line(Reading *reading, Label label, const char *value, gsize start, gsize end)
{
    if (reading->seen & (1u << label) && label < LABEL_FIELD)
        close_block(reading);
    if (!reading->block) {
        reading->block = g_new0(HeaderBlock, 1);
        reading->block->start = start;
    }
    reading->seen |= 1u << label;
    reading->others = 0;
    reading->block->end = end;
    Span span;
    gboolean has_address = address_next(value, strlen(value), 0, &span) &&
                           memchr(value + span.start, '.', span.end - span.start);
    char *address = has_address ? g_strndup(value + span.start, span.end - span.start) : NULL;
    if (label == LABEL_FROM) {
        reading->block->from = g_steal_pointer(&address);
        reading->block->from_system = header_is_of_system(value);
    } else if (label == LABEL_TO) {
        reading->block->to = g_steal_pointer(&address);
    } else if (label == LABEL_SUBJECT) {
        reading->block->subject_of_bounce = header_is_of_bounce(value);
    }
    g_free(address);
}

static void read_line(Reading *reading, const char *text, gsize start, gsize end)
{
    gsize length = MIN(end - start, (gsize)LINE_MAX_BYTES);
    g_autoptr(FoldedText) folded = folded_text_new(text + start, length);
    gsize value = 0;
    Label label = read_label(folded, &value);
    gboolean is_continuation = text[start] == ' ' || text[start] == '\t'; /* RFC 5322 2.2.3 */
    g_autofree char *words =
        label != LABEL_NONE ? g_strndup(text + start + value, length - value) : NULL;
    if (words)
        take_line(reading, label, words, start, end);
    else if (reading->block && !is_continuation && ++reading->others > OTHER_LINES_MAX)
        close_block(reading);
}

GPtrArray *header_blocks_read(const char *text, gsize length)
{
    Reading reading = {.blocks = g_ptr_array_new_with_free_func(block_free)};
    for (gsize at = 0; at < length;) {
        const char *feed = memchr(text + at, '\n', length - at);
        gsize end = feed ? (gsize)(feed - text) : length;
        if (end > at)
            read_line(&reading, text, at, end);
        at = end + 1;
    }
    close_block(&reading);
    return reading.blocks;
}
