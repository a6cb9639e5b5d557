/* Takes the wrappers of mail programs, languages and libraries off, one inside the other. */
#include "content/text/inner_reply.h"

#include <string.h>

#define MOST_WRAPPERS 4

typedef struct {
    const char *words;
    gboolean code; /* it counts only where a reply code follows */
} Opening;

static const Opening openings[] = {
    {"failed detail:", FALSE},
    {"recipients failed:", FALSE},
    {"from address failed:", FALSE},
    {"server response was:", FALSE},
    {"server responded:", FALSE},
    {"server replied:", FALSE},
    {"server response:", FALSE},
    {"response from server:", FALSE},
    {"response from the server:", FALSE},
    {"server returned:", FALSE},
    {"with message \"", FALSE},
    {"with the message \"", FALSE},
    {"mail from command failed,", FALSE},
    {"rcpt to command failed,", FALSE},
    {"data end command failed,", FALSE},
    {"data command failed,", FALSE},
    {"command failed:", TRUE},
    {"message failed:", TRUE},
    {"were rejected:", TRUE},
    {"invalid login:", TRUE},
    {"exception:", TRUE},
    {"refused: (", TRUE},
    {"error: (", TRUE},
    {"refused: {", TRUE},
    {"send mail:", TRUE},
    {"smtp error:", TRUE},
    {"smtp:", TRUE},
    {"服务器返回:", FALSE},
    {"服务器响应:", FALSE},
    {"服务器回应:", FALSE},
    {"服务器应答:", FALSE},
    {"服务器返回：", FALSE},
    {"服务器响应：", FALSE},
    {"服务器回应：", FALSE},
    {"服务器应答：", FALSE},
};

/* What the boxes add for the person who reads them. */
static const char *const advice[] = {
    "Please verify that your email address",
    "Please check the message recipient",
    "Please check the message and try again",
    "Please check the message and the",
    " SMTP code:",
    " Additional SMTP info",
    "; nested exception is",
    " (in reply to",
    "Bitte überprüfen Sie",
    "请检查邮件收件人",
    "请检查邮件并重试",
};

static gboolean begins_with_code(const char *text)
{
    text += strspn(text, " (\"'");
    return (*text == '4' || *text == '5') && g_ascii_isdigit(text[1]) && g_ascii_isdigit(text[2]) &&
           !g_ascii_isalnum(text[3]) && text[3] != '.';
}

/* {'kim@example.net': (550, b'...')}, "kim@example.net: User unknown": behind the address. */
static const char *behind_address(const char *text)
{
    text += strspn(text, " ");
    gsize length = strcspn(text, " \r\n");
    return memchr(text, '@', length) ? text + length : text;
}

static const char *find(const char *text, const char *words)
{
    gsize length = strlen(words);
    for (; *text; text++)
        if (g_ascii_strncasecmp(text, words, length) == 0)
            return text;
    return NULL;
}

/* The first opening of `text`: what stands behind it, NULL where there is none. */
static const char *open_once(const char *text)
{
    const char *first = NULL, *behind = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(openings); i++) {
        const char *at = find(text, openings[i].words);
        const char *rest = at ? behind_address(at + strlen(openings[i].words)) : NULL;
        if (!at || (openings[i].code && !begins_with_code(rest)) || (first && at >= first))
            continue;
        first = at;
        behind = rest;
    }
    return behind;
}

static gboolean holds_words(const char *text)
{
    for (guint letters = 0; *text; text++) {
        letters = g_ascii_isalpha(*text) || (guchar)*text >= 0x80 ? letters + 1 : 0;
        if (letters >= 3)
            return TRUE;
    }
    return FALSE;
}

char *inner_reply(const char *text)
{
    const char *inner = text;
    for (guint i = 0; inner && i < MOST_WRAPPERS; i++) {
        const char *next = open_once(inner);
        if (!next || !holds_words(next))
            break;
        inner = next;
    }
    if (!inner || inner == text)
        return NULL;
    char *reply = g_strdup(inner + strspn(inner, " \t\r\n"));
    for (guint i = 0; i < G_N_ELEMENTS(advice); i++) {
        char *end = strstr(reply, advice[i]);
        if (end && end > reply)
            *end = '\0';
    }
    if (!holds_words(reply))
        g_clear_pointer(&reply, g_free);
    return reply;
}
