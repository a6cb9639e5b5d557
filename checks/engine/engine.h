/* The engine: reading, DNS and judging in a process of its own without a terminal, started before
 * curses, behind a socketpair. JSON lines both ways (whybounce-engine(5)):
 *
 * to it    {"id":1,"do":"diagnose","source":"-","bytes":5432,"lang":"en","ask":true,
 *           "reply_lang":"zh_CN",
 *           "offline":false,"resolvers":["127.0.0.1@53"],"zone":{"name":"f","text":"..."},
 *           "facts":{"sender","recipient","ip","domain","selector"},"cause":null,"timeout":15,
 *           "authority":true,"public":false,"watch":false,
 *           "record":"answers","replay":{"answers":[...],"case":0}}
 *          and behind the line end the 5432 bytes of the input
 *          {"id":2,"do":"check","facts":{"domain":"example.org","ip":...},...}
 *          {"id":3,"do":"glance","base64":"..."}   {"do":"cancel"}
 * from it  {"id":1,"event":"case","index":0,"count":2,"done":false,"exit":0,"case":{...}}
 *          {"id":1,"event":"brief","cases":[{...}]}
 *          {"id":1,"event":"progress","asked":9,"answered":4,"pending":2,"finished":3}
 *          {"id":3,"event":"glance","recipients":1,"reply":"550 5.1.1","speaker":"mx.example.net"}
 *          {"id":1,"event":"done"}   {"id":1,"event":"error","message":"...","exit":65}
 *
 * "message" and "offset" say which of a mailbox the input is and where it begins there; "offset"
 * null: it was joined from lines of a log, so no place of it is told.
 * "brief" true: nothing is asked or judged, and one event says of all cases what case_brief() does.
 * "record" true: documents that can be replayed (whybounce-case(5)); "answers": without the input.
 * "facts" overrides apply to every case. A message without a recipient still gives a case. With
 * several cases they are diagnosed side by side over one set of answers. */
#ifndef CHECKS_ENGINE_ENGINE_H
#define CHECKS_ENGINE_ENGINE_H

#include <jansson.h>
#include <glib.h>

typedef struct Engine Engine;

typedef struct {
    const char *resolv_conf;           /* NULL: /etc/resolv.conf */
    char *const *catalogue_files;      /* the person's own entries, NULL-terminated, or NULL */
    char *const *list_files;           /* the person's own block lists, likewise */
    const char *public_resolvers_file; /* the person's own, or NULL */
    guint16 authority_port;            /* of name servers; 0: 53 (tests) */
    gboolean final_only;               /* no progress, no unfinished cases: batch */
    gboolean locked_in;                /* serve only where all of the sandbox holds, sandbox.h */
} EngineOptions;

/* Serves requests from `in` to `out` until `in` ends, locked in (checks/confine/sandbox.h): what
 * the engine process runs once it is detached. Returns an exit code of <sysexits.h>. */
int engine_serve(int in, int out, const EngineOptions *options);

/* Forks the engine. Flush stdio first. Cannot be NULL; on failure *error. */
Engine *engine_start(const EngineOptions *options, GError **error);
/* For poll(): readable when engine_receive() has something. */
int engine_descriptor(const Engine *engine);
/* False when the engine is gone. */
gboolean engine_send(Engine *engine, json_t *request);
/* Sends a request (the text of an object that is not empty, without its input) and behind it the
 * input as it is. */
gboolean engine_send_input(Engine *engine, const char *request, GBytes *input);
/* The next event, a new reference. `timeout` in milliseconds, 0: do not wait, -1: for ever. NULL:
 * none within it, or the engine is gone (engine_alive()). */
json_t *engine_receive(Engine *engine, int timeout);
/* The same, but the document of a case stays the text that it is, safe as safe_json_append() makes
 * it: *document, lent until the next call for this engine; NULL where the event brings none. The
 * event then lacks "case". For requests whose ids are numbers. */
json_t *engine_receive_text(Engine *engine, int timeout, const char **document,
                            gsize *document_length);
gboolean engine_alive(const Engine *engine);
/* Its process id; 0 is never returned. */
int engine_process(const Engine *engine);
/* Ends and reaps it. */
void engine_stop(Engine *engine);

#endif
