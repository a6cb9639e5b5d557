#include "content/reader/read_reply.h"
#include <string.h>

/* Reply codes that servers really send; others need better evidence. */
static const char known_codes[] =
    " 421 422 431 432 441 442 446 447 449 450 451 452 453 454 455 471 500 501 502 503 "
    "504 505 510 511 512 513 515 517 521 522 523 525 530 531 533 534 535 538 540 541 542 543 544 "
    "546 547 "
    "550 551 552 553 554 555 556 557 558 559 570 571 572 573 574 577 579 580 582 590 "
    "591 592 ";

/* What stands before a reply. */
#define OPENING(word)                                                                              \
    {                                                                                              \
        word, sizeof word - 1                                                                      \
    }
static const struct {
    const char *word;
    gsize length;
} openings[] = {
    OPENING("said"),         OPENING("replied"),
    OPENING("replies"),      OPENING("reply"),
    OPENING("response"),     OPENING("responded"),
    OPENING("responds"),     OPENING("returned"),
    OPENING("reason"),       OPENING("<<<"),
    OPENING("error"),        OPENING("code"),
    OPENING("was"),          OPENING("answered"),
    OPENING("failed"),       OPENING("status"),
    OPENING("smtp"),         OPENING("says"),
    OPENING("rejected"),     OPENING("is"),
    OPENING("deferred"),     OPENING("diagnostic-code"),
    OPENING("message"),      OPENING("answer"),
    OPENING("host"),         OPENING("mailer"),
    OPENING("data"),         OPENING("permanent"),
    OPENING("to"),           OPENING("quit"),
    OPENING("rset"),         OPENING("\xe9\x94\x99\xe8\xaf\xaf"),
    OPENING("\xef\xbc\x9a"), OPENING("\xe8\xbf\x94\xe5\x9b\x9e"), /* 错误 ： 返回 */
};

/* What makes a number a quantity. */
static const char *const units[] = {"bytes",   "byte",       "kb",       "mb",         "k ",
                                    "hours",   "days",       "messages", "recipients", "minutes",
                                    "seconds", "characters", "lines"};

static gboolean digit_at(const char *text, gsize length, gsize at)
{
    return at < length && g_ascii_isdigit(text[at]);
}

gboolean reply_status_at(const char *text, gsize length, gsize at, gsize *end)
{
    if (at + 5 > length || !strchr("245", text[at]) || text[at + 1] != '.')
        return FALSE;
    if (at > 0 && (g_ascii_isalnum(text[at - 1]) || text[at - 1] == '.'))
        return FALSE;
    gsize i = at + 2, digits = 0;
    while (digit_at(text, length, i) && digits < 3)
        i++, digits++;
    if (!digits || i >= length || text[i] != '.')
        return FALSE;
    for (i++, digits = 0; digit_at(text, length, i) && digits < 3; digits++)
        i++;
    gboolean longer = i < length && (g_ascii_isalnum(text[i]) || text[i] == '_' ||
                                     (text[i] == '.' && digit_at(text, length, i + 1)));
    *end = i;
    return digits && !longer;
}

static gboolean code_at(const char *text, gsize length, gsize at)
{
    if (at + 3 > length || (text[at] != '4' && text[at] != '5') ||
        !digit_at(text, length, at + 1) || !digit_at(text, length, at + 2) || text[at + 1] > '9')
        return FALSE;
    if (at > 0 && (g_ascii_isalnum(text[at - 1]) || strchr(".-_$/", text[at - 1])))
        return FALSE;
    if (at + 3 == length)
        return TRUE;
    char next = text[at + 3];
    gsize end; /* "550= px" in a style sheet is none, "550=20" and "550= 5.3.5" are */
    if (next == '=' && !(at + 5 < length && g_ascii_isxdigit(text[at + 4])) &&
        !reply_status_at(text, length, at + 5, &end))
        return FALSE;
    gboolean ends_sentence = next == '.' && !digit_at(text, length, at + 4);
    return ends_sentence || g_ascii_isspace(next) || (guchar)next >= 0x80 ||
           (next && strchr("-:;#,)'\"\xc2(\\]<=", next));
}

static gboolean is_known(const char *code)
{
    char padded[] = {' ', code[0], code[1], code[2], ' ', '\0'};
    return strstr(known_codes, padded) != NULL;
}

/* Whether the text before `at`, blanks and punctuation aside, ends in one of the openings. */
static gboolean is_opened(const char *text, gsize at)
{
    while (at > 0 && (g_ascii_isspace(text[at - 1]) || strchr(":;'\"(,#[=-", text[at - 1])))
        at--;
    char last = at ? g_ascii_tolower(text[at - 1]) : '\0';
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++) {
        gsize length = openings[i].length;
        const char *word = openings[i].word;
        if (at >= length && word[length - 1] == last &&
            g_ascii_strncasecmp(text + at - length, word, length) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean starts_line(const char *text, gsize at)
{
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
        at--;
    return at == 0 || text[at - 1] == '\n';
}

static gboolean has_unit(const char *text, gsize length, gsize at)
{
    while (at < length && text[at] == ' ')
        at++;
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        gsize unit = strlen(units[i]);
        if (at + unit <= length && g_ascii_tolower(text[at]) == *units[i] &&
            g_ascii_strncasecmp(text + at, units[i], unit) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The status behind a code: "550 5.1.1", "550-5.1.1", "550 #5.1.1", "550-'5.4.1". */
static gboolean status_behind(const char *text, gsize length, gsize at, gsize *start, gsize *end)
{
    gsize i = at;
    while (i < length && i - at < 4 &&
           (g_ascii_isspace(text[i]) || strchr("-#'\"(:;,[<=", text[i])))
        i++;
    *start = i;
    if (reply_status_at(text, length, i, end))
        return TRUE;
    /* "554 554 5.7.0": said twice */
    return code_at(text, length, i) && i + 4 < length &&
           reply_status_at(text, length, i + 4, end) && (*start = i + 4);
}

static void set_status(Reply *reply, const char *text, gsize start, gsize end)
{
    gsize length = MIN(end - start, sizeof reply->status - 1);
    memcpy(reply->status, text + start, length);
    reply->status[length] = '\0';
}

/* How much surer a reply is for what stands before it: what Sendmail quotes of the remote server,
 * "(reason: 550 ...)" for each recipient and "<<< 550 ..." of the session; its own reply, which
 * comes after, is often less exact. A reply in angle brackets stands within another one. */
static int weigh_mark(const char *text, gsize at)
{
    static const struct {
        const char *mark;
        int weight;
    } marks[] = {{"(reason: ", 60}, {"<<< ", 45}, {"<", -20}};
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        gsize length = strlen(marks[i].mark);
        if (at >= length && !memcmp(text + at - length, marks[i].mark, length))
            return marks[i].weight;
    }
    return 0;
}

static Reply read_code(const char *text, gsize length, gsize at)
{
    Reply reply = {.start = at, .score = 5};
    memcpy(reply.code, text + at, 3);
    gsize start, end;
    gboolean known = is_known(reply.code);
    if (status_behind(text, length, at + 3, &start, &end)) {
        set_status(&reply, text, start, end);
        reply.score += text[start] == text[at] ? 40 : 30; /* "554 4.4.7 expired" is said, too */
    }
    reply.score += known ? 20 : 0;
    reply.score += is_opened(text, at) ? 20 : 0;
    reply.score += known ? weigh_mark(text, at) : 0;
    reply.score += starts_line(text, at) ? 10 : 0;
    reply.score += known && at > 1 && (text[at - 1] == ':' || text[at - 2] == ':') ? 5 : 0;
    reply.score += at ? 0 : 25;
    if (!strcmp(reply.code, "503")) /* "RCPT first": follows from what was refused before */
        reply.score = MIN(reply.score, 30);
    if (has_unit(text, length, at + 3) || (!known && reply.score < 40))
        reply.score = 0;
    return reply;
}

/* "Version 4.9.0 Stable", "release 5.1.1". */
static gboolean is_version(const char *text, gsize length, gsize at, gsize end)
{
    static const char *const before[] = {"version ", "version: ", "release ", "ver. ", "build "};
    static const char *const behind[] = {" stable", " beta", " alpha", " rc", " release"};
    for (gsize i = 0; i < G_N_ELEMENTS(before); i++) {
        gsize size = strlen(before[i]);
        if (at >= size && !g_ascii_strncasecmp(text + at - size, before[i], size))
            return TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(behind); i++) {
        gsize size = strlen(behind[i]);
        if (length - end > size && !g_ascii_strncasecmp(text + end, behind[i], size) &&
            !g_ascii_isalpha(text[end + size]))
            return TRUE;
    }
    return FALSE;
}

static Reply read_status(const char *text, gsize at, gsize end)
{
    Reply reply = {.start = at, .score = 12};
    set_status(&reply, text, at, end);
    reply.score += is_opened(text, at) ? 6 : 0;
    return reply;
}

/* The best of each kind: with a code, with a status alone, and for each class (4, 5) with both. */
typedef struct {
    Reply code, status, full[2];
    Reply alone[2];
} Findings;

static void keep_better(Reply *best, const Reply *found)
{
    if (found->score > best->score)
        *best = *found;
}

static void search(const char *text, gsize length, Findings *findings)
{
    for (gsize i = 0; i < length; i++) {
        if (text[i] != '4' && text[i] != '5' && text[i] != '2')
            continue;
        gsize end;
        if (code_at(text, length, i)) {
            Reply found = read_code(text, length, i);
            keep_better(&findings->code, &found);
            if (found.status[0] == '4' || found.status[0] == '5')
                keep_better(&findings->full[found.status[0] - '4'], &found);
        } else if (reply_status_at(text, length, i, &end) && !is_version(text, length, i, end)) {
            Reply alone = read_status(text, i, end);
            keep_better(&findings->status, &alone);
            if (alone.status[0] != '2')
                keep_better(&findings->alone[alone.status[0] - '4'], &alone);
        }
    }
}

/* A status that stands apart from its code ("550 <a@example.net>: ... (#5.1.1)"): one of the same
 * class, in the words of the reply rather than elsewhere. */
static void join_status(Reply *code, const char *text, const Findings *findings)
{
    guint class = (guint)(code->code[0] - '4');
    if (code->status[0] || class > 1)
        return;
    Findings own = {0};
    search(text + code->start + 3, code->end - code->start - 3, &own);
    const Reply *choices[] = {&own.alone[class], &findings->full[class], &findings->alone[class]};
    for (guint i = 0; i < G_N_ELEMENTS(choices) && !code->status[0]; i++)
        if (choices[i]->score)
            memcpy(code->status, choices[i]->status, sizeof code->status);
}

Reply reply_find(const char *text, gsize length)
{
    Findings findings = {0};
    search(text, length, &findings);
    Reply best = findings.code;
    gboolean sure = best.score >= 25 || (best.score >= 20 && findings.status.score);
    if (!sure)
        best = findings.status;
    if (!best.score)
        return best;
    best.end = reply_end(text, length, best.start);
    if (sure)
        join_status(&best, text, &findings);
    return best;
}

/* The length of "550-5.7.1 ", "550 5.7.1 ", "550-" at a line's begin, where it repeats the reply's
 * own. */
static gsize repeated_code(const char *at, gsize left, const char *code)
{
    if (left < 4 || memcmp(at, code, 3) != 0 || (at[3] != '-' && at[3] != ' '))
        return 0;
    gsize end;
    if (!reply_status_at(at, left, 4, &end))
        return 4;
    return end < left && at[end] == ' ' ? end + 1 : end;
}

char *reply_unfold(const char *text, gsize length, gsize limit)
{
    GString *words = g_string_sized_new(MIN(length, limit) + 1);
    gboolean blank = TRUE, multiline = length > 4 && code_at(text, length, 0);
    for (gsize i = 0; i < length && words->len < limit; i++) {
        gboolean is_blank = g_ascii_isspace(text[i]);
        if (multiline && !is_blank && blank && i > 4) {
            gsize skip = repeated_code(text + i, length - i, text);
            if (skip && (text[3] == '-' || starts_line(text, i)))
                i += skip;
            if (i >= length)
                break;
            is_blank = g_ascii_isspace(text[i]);
        }
        if (is_blank && !blank)
            g_string_append_c(words, ' ');
        if (!is_blank)
            g_string_append_c(words, text[i]);
        blank = is_blank;
    }
    while (words->len && words->str[words->len - 1] == ' ')
        g_string_truncate(words, words->len - 1);
    g_autofree char *raw = g_string_free(words, FALSE);
    return g_utf8_make_valid(raw, -1);
}
