
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.announce_key_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '$user', 'public'
    AS $$
    BEGIN
      PERFORM pg_notify('latchkey_changes', 'key:' || NEW.id);
      INSERT INTO changes (kind, id) SELECT 'key', NEW.id FROM instance WHERE changes_recorded_until > now();
      RETURN NULL;
    END $$;
CREATE FUNCTION public.announce_session_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '$user', 'public'
    AS $$
    BEGIN
      PERFORM pg_notify('latchkey_changes', 'session:' || OLD.id);
      INSERT INTO changes (kind, id) SELECT 'session', OLD.id FROM instance WHERE changes_recorded_until > now();
      RETURN NULL;
    END $$;
CREATE FUNCTION public.announce_user_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '$user', 'public'
    AS $$
    BEGIN
      PERFORM pg_notify('latchkey_changes', 'user:' || OLD.id);
      INSERT INTO changes (kind, id) SELECT 'user', OLD.id FROM instance WHERE changes_recorded_until > now();
      RETURN NULL;
    END $$;
CREATE FUNCTION public.erase_person_from_audit(person uuid, pseudonym uuid, most integer) RETURNS integer
    LANGUAGE plpgsql
    SET "latchkey.audit_change" TO 'UPDATE'
    SET search_path TO '$user', 'public'
    AS $$
    DECLARE erased integer;
    BEGIN
      UPDATE audit_events SET
        subject_id = CASE subject_id WHEN person THEN pseudonym ELSE subject_id END,
        actor_id = CASE actor_id WHEN person THEN pseudonym ELSE actor_id END,
        session_id = NULL, ip = NULL, user_agent = NULL, request_id = NULL
      WHERE id IN (SELECT id FROM audit_events WHERE subject_id = person OR actor_id = person LIMIT most);
      GET DIAGNOSTICS erased = ROW_COUNT;
      RETURN erased;
    END $$;
CREATE FUNCTION public.refuse_audit_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
      IF TG_OP = current_setting('latchkey.audit_change', true) THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        -- What happened, when and how it ended stays, whoever it was.
        IF (NEW.id, NEW.at, NEW.event, NEW.outcome, NEW.actor, NEW.api, NEW.facts) IS NOT DISTINCT FROM
           (OLD.id, OLD.at, OLD.event, OLD.outcome, OLD.actor, OLD.api, OLD.facts) THEN RETURN NEW; END IF;
      END IF;
      RAISE EXCEPTION 'audit_events is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END $$;
CREATE FUNCTION public.sweep_audit(before uuid, most integer) RETURNS integer
    LANGUAGE plpgsql
    SET "latchkey.audit_change" TO 'DELETE'
    SET search_path TO '$user', 'public'
    AS $$
    DECLARE swept integer;
    BEGIN
      DELETE FROM audit_events WHERE id IN (SELECT id FROM audit_events WHERE id < before ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED);
      GET DIAGNOSTICS swept = ROW_COUNT;
      RETURN swept;
    END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.amadis_secrets (
    user_id uuid NOT NULL,
    sealed_secret bytea NOT NULL
);
CREATE TABLE public.audit_events (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    event text NOT NULL,
    outcome text NOT NULL,
    subject_id uuid,
    actor text NOT NULL,
    actor_id uuid,
    session_id uuid,
    api text,
    ip text,
    user_agent text,
    request_id text,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL
);
CREATE TABLE public.changes (
    transaction xid8 DEFAULT pg_current_xact_id() NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL,
    id text NOT NULL
);
ALTER TABLE public.changes ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.changes_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cooldowns (
    key bytea NOT NULL,
    until timestamp with time zone NOT NULL
);
CREATE TABLE public.instance (
    id smallint DEFAULT 1 NOT NULL,
    issuer text NOT NULL,
    changes_recorded_until timestamp with time zone,
    CONSTRAINT instance_single CHECK ((id = 1))
);
CREATE TABLE public.migrations (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);
CREATE SEQUENCE public.migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.migrations_id_seq OWNED BY public.migrations.id;
CREATE TABLE public.one_time_secrets (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    purpose text NOT NULL,
    digest bytea NOT NULL,
    context jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    used_at timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.outgoing_mails (
    id uuid NOT NULL,
    user_id uuid,
    kind text NOT NULL,
    locale text,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    taken_until timestamp with time zone,
    give_up_at timestamp with time zone NOT NULL,
    failure text,
    sent_at timestamp with time zone
);
CREATE TABLE public.passwords (
    user_id uuid NOT NULL,
    hash text NOT NULL,
    generation integer DEFAULT 1 NOT NULL,
    changed_at timestamp with time zone NOT NULL
);
CREATE TABLE public.service_keys (
    id uuid NOT NULL,
    name text NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);
CREATE TABLE public.sessions (
    id uuid NOT NULL,
    number bigint NOT NULL,
    user_id uuid NOT NULL,
    client text NOT NULL,
    platform text,
    platform_version text,
    app_name text,
    app_version text,
    provider text,
    label text,
    ip text,
    user_agent text,
    push_token text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    signed_in_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    idle_seconds integer,
    ended_at timestamp with time zone,
    end_reason text,
    refresh_key bytea,
    refresh_counter integer DEFAULT 0 NOT NULL,
    refreshed_at timestamp with time zone,
    token_generation integer DEFAULT 0 NOT NULL,
    kept_token_id text
);
ALTER TABLE public.sessions ALTER COLUMN number ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sessions_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.signing_keys (
    id text NOT NULL,
    purpose text NOT NULL,
    algorithm text NOT NULL,
    public_jwk jsonb,
    sealed_key bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    activated_at timestamp with time zone
);
CREATE TABLE public.users (
    id uuid NOT NULL,
    number bigint NOT NULL,
    object_id character(24) NOT NULL,
    email text NOT NULL,
    email_verified_at timestamp with time zone,
    username text,
    name text,
    first_name text,
    last_name text,
    description text,
    location text,
    avatar text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    scopes text[] DEFAULT '{user}'::text[] NOT NULL,
    plan text DEFAULT 'free'::text NOT NULL,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    last_login_at timestamp with time zone,
    locale text
);
ALTER TABLE public.users ALTER COLUMN number ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.users_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.migrations ALTER COLUMN id SET DEFAULT nextval('public.migrations_id_seq'::regclass);
INSERT INTO public.amadis_secrets VALUES ('01a200f9-2ae5-708c-b5a7-df591071ff50', '\x01e4107f908ef282f695050e0765b36c2a87ca9f45825f3043536182344e318defded9ed518da8bc1da1f5e548fbbe6625837eabaf65ab6fa95b537f7c');
INSERT INTO public.audit_events VALUES ('01a200f9-2867-7000-8000-0567775d31af', '2026-11-22 01:57:38.535+00', 'signed_up', 'success', '01a200f9-2792-7091-8e50-2fc2a44dca36', 'self', NULL, NULL, 'native', '127.0.0.1', 'node', 'fd96a7302722f3673f2362d6f4313fcd', '{"client": "native"}');
INSERT INTO public.audit_events VALUES ('01a200f9-2a1e-7000-8000-08d96dd6dca5', '2026-11-22 01:57:38.974+00', 'signed_up', 'success', '01a200f9-2a06-71d6-b165-a61ce1d5848a', 'self', NULL, NULL, 'uprogress', '127.0.0.1', 'node', '05f46c5ca347193460ba00ac65e7025e', '{"client": "uprogress"}');
INSERT INTO public.audit_events VALUES ('01a200f9-2ae9-7000-8000-0d4e5a326785', '2026-11-22 01:57:39.177+00', 'signed_up', 'success', '01a200f9-2ae5-708c-b5a7-df591071ff50', 'self', NULL, NULL, 'amadis', '127.0.0.1', 'node', '1a0a2af83a1eb48970b9855693a62870', '{"client": "amadis"}');
INSERT INTO public.audit_events VALUES ('01a200f9-2bc5-7000-8000-1289c3ff8a7c', '2026-11-22 01:57:39.397+00', 'signed_up', 'success', '01a200f9-2ba1-7025-8b5f-92fe87c29e5c', 'self', NULL, NULL, 'appmixer', '127.0.0.1', 'node', 'dbe24c64d9d68deea3689fe9e5fc24b8', '{"client": "appmixer"}');
INSERT INTO public.instance VALUES (1, 'urn:uuid:3f3f0605-01b2-4360-88c9-4c9f4d0886c1', NULL);
INSERT INTO public.migrations VALUES (1, 1763762400000, 'CreateAccounts1763762400000');
INSERT INTO public.migrations VALUES (2, 1763766000000, 'AnnounceChanges1763766000000');
INSERT INTO public.migrations VALUES (3, 1763766060000, 'IndexSessionEnd1763766060000');
INSERT INTO public.migrations VALUES (4, 1763766120000, 'RecordChanges1763766120000');
INSERT INTO public.migrations VALUES (5, 1763800000000, 'QueueMails1763800000000');
INSERT INTO public.migrations VALUES (6, 1763800100000, 'CountTries1763800100000');
INSERT INTO public.migrations VALUES (7, 1763810000000, 'CreateAuditEvents1763810000000');
INSERT INTO public.migrations VALUES (8, 1763820000000, 'AddUserLocale1763820000000');
INSERT INTO public.migrations VALUES (9, 1763840000000, 'PublishNextKey1763840000000');
INSERT INTO public.one_time_secrets VALUES ('01a200f9-2957-74bd-9705-6b798fd85a8e', '01a200f9-2792-7091-8e50-2fc2a44dca36', 'email_confirmation', '\xe7e0824a581c9104c4644a82596e8a9341fdef062073c9a70b92ff74fb1636d0', '{"email": "native@release.example", "mailId": "01a200f9-283d-7685-9c87-1db8b09d5d98"}', '2026-11-22 01:57:38.775+00', '2026-11-23 01:57:38.775+00', NULL, NULL, 0);
INSERT INTO public.one_time_secrets VALUES ('01a200f9-2ab4-7611-9c78-5a082e6677c4', '01a200f9-2a06-71d6-b165-a61ce1d5848a', 'email_confirmation', '\xfbe82a702bff1e5ae6826c6cd654a21e06412c10aec41748dbf5e668eabda252', '{"email": "uprogress@release.example", "mailId": "01a200f9-2a15-7534-a735-8055305fc119"}', '2026-11-22 01:57:39.124+00', '2026-11-23 01:57:39.124+00', NULL, NULL, 0);
INSERT INTO public.one_time_secrets VALUES ('01a200f9-2b63-7704-95ab-240db214b96b', '01a200f9-2ae5-708c-b5a7-df591071ff50', 'email_confirmation', '\x56b296e0bce582955f00c55d3683fb2014799bff055db6471ad2de8351392618', '{"email": "amadis@release.example", "mailId": "01a200f9-2ae7-71b7-9b9b-5004588ba69f"}', '2026-11-22 01:57:39.299+00', '2026-11-23 01:57:39.299+00', NULL, NULL, 0);
INSERT INTO public.one_time_secrets VALUES ('01a200f9-2c3b-75c4-8c63-0750ef77b097', '01a200f9-2ba1-7025-8b5f-92fe87c29e5c', 'email_confirmation', '\xe6c71a8fbe2eee90a694655c995019812b6de84c18ddc19b1b31fdf1e83ca2ff', '{"email": "appmixer@release.example", "mailId": "01a200f9-2bbe-7466-93df-ea57fa1c9374"}', '2026-11-22 01:57:39.515+00', '2026-11-23 01:57:39.515+00', NULL, NULL, 0);
INSERT INTO public.outgoing_mails VALUES ('01a200f9-283d-7685-9c87-1db8b09d5d98', '01a200f9-2792-7091-8e50-2fc2a44dca36', 'welcome', NULL, '{}', 'sent', 1, '2026-11-22 01:57:38.492+00', '2026-11-22 01:57:38.492+00', NULL, '2026-11-23 01:57:38.493+00', NULL, '2026-11-22 01:57:38.942+00');
INSERT INTO public.outgoing_mails VALUES ('01a200f9-2a15-7534-a735-8055305fc119', '01a200f9-2a06-71d6-b165-a61ce1d5848a', 'welcome', NULL, '{}', 'sent', 1, '2026-11-22 01:57:38.965+00', '2026-11-22 01:57:38.965+00', NULL, '2026-11-23 01:57:38.965+00', NULL, '2026-11-22 01:57:39.164+00');
INSERT INTO public.outgoing_mails VALUES ('01a200f9-2ae7-71b7-9b9b-5004588ba69f', '01a200f9-2ae5-708c-b5a7-df591071ff50', 'welcome', NULL, '{}', 'sent', 1, '2026-11-22 01:57:39.175+00', '2026-11-22 01:57:39.175+00', NULL, '2026-11-23 01:57:39.175+00', NULL, '2026-11-22 01:57:39.35+00');
INSERT INTO public.outgoing_mails VALUES ('01a200f9-2bbe-7466-93df-ea57fa1c9374', '01a200f9-2ba1-7025-8b5f-92fe87c29e5c', 'welcome', NULL, '{}', 'sent', 1, '2026-11-22 01:57:39.39+00', '2026-11-22 01:57:39.39+00', NULL, '2026-11-23 01:57:39.39+00', NULL, '2026-11-22 01:57:39.564+00');
INSERT INTO public.passwords VALUES ('01a200f9-2792-7091-8e50-2fc2a44dca36', '$argon2id$v=19$m=19456,t=2,p=1$Hx7ZLEpWSDc9/VZotl8LQg$opgzv9CgvRAis+7gBmdrsejjsjrWwqK5nl2sva+KVmI', 1, '2026-11-22 01:57:38.469+00');
INSERT INTO public.passwords VALUES ('01a200f9-2a06-71d6-b165-a61ce1d5848a', '$argon2id$v=19$m=19456,t=2,p=1$8RbgKrZsJi/aO2QVOaDdTQ$bu+fvbRtk4iAg2YnexyIhq6W7ZsFs33V5s/jmjzh1Rc', 1, '2026-11-22 01:57:38.958+00');
INSERT INTO public.passwords VALUES ('01a200f9-2ae5-708c-b5a7-df591071ff50', '$argon2id$v=19$m=19456,t=2,p=1$6azszMkBn6U3Rv5MgXeNTA$0UjFszzABGV57Rej/k8lbURO1H8MI4BvPKNfcOFhokM', 1, '2026-11-22 01:57:39.175+00');
INSERT INTO public.passwords VALUES ('01a200f9-2ba1-7025-8b5f-92fe87c29e5c', '$argon2id$v=19$m=19456,t=2,p=1$9Fg4IeUTzhFW/gZE845RPg$4qNCw4Ukrf18fFW92MsSrUFSKkG04oyo4drUMmCX7pY', 1, '2026-11-22 01:57:39.377+00');
INSERT INTO public.sessions VALUES ('01a200f9-287e-7594-9dca-5036afc4d15b', 1, '01a200f9-2792-7091-8e50-2fc2a44dca36', 'native', NULL, NULL, 'node', NULL, NULL, 'node', '127.0.0.1', 'node', NULL, '2026-11-22 01:57:38.57+00', '2026-11-22 01:57:38.57+00', '2026-11-22 01:57:38.57+00', '2026-11-22 01:57:38.57+00', '2026-12-22 01:57:38.57+00', 1209600, NULL, NULL, '\x01e749a14dac1dbe9247038866d8ccf33025632b6d2d1d0943ada58c7d67e3f6cab5ed99c68830cc8d633cb847d41c2f7c9f0c86a9b8e12cd11adcfd61', 0, NULL, 0, NULL);
INSERT INTO public.sessions VALUES ('01a200f9-2a25-7272-bb9e-ae929199374a', 2, '01a200f9-2a06-71d6-b165-a61ce1d5848a', 'uprogress', 'iOS', '10.2', 'UProgress', '1.0', 'UProgress', NULL, '127.0.0.1', 'node', NULL, '2026-11-22 01:57:38.981+00', '2026-11-22 01:57:38.981+00', '2026-11-22 01:57:38.981+00', '2026-11-22 01:57:38.981+00', '2027-11-22 01:57:38.981+00', 7776000, NULL, NULL, NULL, 0, NULL, 0, NULL);
INSERT INTO public.sessions VALUES ('01a200f9-2bce-74d5-92bd-404e138007f8', 3, '01a200f9-2ba1-7025-8b5f-92fe87c29e5c', 'appmixer', NULL, NULL, 'node', NULL, NULL, 'node', '127.0.0.1', 'node', NULL, '2026-11-22 01:57:39.406+00', '2026-11-22 01:57:39.406+00', '2026-11-22 01:57:39.406+00', '2026-11-22 01:57:39.406+00', '2026-12-22 01:57:39.406+00', NULL, NULL, NULL, NULL, 0, NULL, 0, NULL);
INSERT INTO public.signing_keys VALUES ('Kz-2EYtl_O5smVrm', 'access', 'ES256', '{"x": "Ny8Cru0VnFtg6QDBQ6l_KSKFaJn6ef33nc2dOq7cyPU", "y": "z7FYoSaEc4tF5sUcKUqcY16QwCmgWchwahT4IaYbDCg", "crv": "P-256", "kty": "EC"}', '\x0112b0fd1e763e5c12c8ec3c0679cd85987cb32e4becab12812cbc40c86c3b5eee4808b8f49091ac9349796c8378d848346720788514bb5fc57191a2452817d4d89247809b28ba74ba7aeeb06687d5850ec626409b5ece72f39af72edfacb2143dd5c12f6a38869b07a68ba0bda7d543d96226f4fef8f0bf4d085dbce090adfa8705bd510128ecea236f84d07e36aa06d44aac9393bc5f26d16cdddd59a10f2669f2ef541677a1', '2026-11-22 01:57:37.259+00', NULL, '2026-11-22 01:57:37.259+00');
INSERT INTO public.signing_keys VALUES ('rZX_-sfnFwioeBNJ', 'legacy', 'HS256', NULL, '\x01c4a36f3686c2b5539e1381f9d040246786a28bc20215f7d5f9e67647af82815d83e6b010fd489763cca22f9e6005c604e8b7b453dcadf45f1b5dd2e4', '2026-11-22 01:57:37.259+00', NULL, '2026-11-22 01:57:37.259+00');
INSERT INTO public.signing_keys VALUES ('nWxQVVWD8MlcmzXT', 'fingerprint', 'HS256', NULL, '\x01c74e9629e7a519e7b0b7cf6e168ef8ba69da35e65bb7330b863d2b16bd6559534e88e205d9253522a058976a8af0fd435a09f3d1b0fee9f0048fa2ae', '2026-11-22 01:57:37.259+00', NULL, '2026-11-22 01:57:37.259+00');
INSERT INTO public.signing_keys VALUES ('On3nyyMKGPXtb40X', 'access', 'ES256', '{"x": "AmVteKQtfnfNQRV_h7pPU-jy2wKRAkvrK_Kd2R-rOqw", "y": "ZlQKoTLiCk6Zf93Avu098yNTzyT9g-uDewIbCpZGgQ0", "crv": "P-256", "kty": "EC"}', '\x01d8377f85a81a8a02357db523c1f89f806b795ceaf7d4cd48478111fc8281570ed07eac69fe6fc8e062c25fba0e03cf66a74a204e36b1fa3bf72afa8920c08803540debf59f6936625e0d646347d62045c673bbf4b437f946e9454a680465ce8ac47d0a074cbc2be448d6b037825d2cba81c7f3b7d2587a3cababae24b5cc57ccc0086963d148df03c60810ab129784dda1832be43bdc14e56a6fd9aefdecec5c2729db78df12', '2026-11-22 01:57:37.259+00', NULL, NULL);
INSERT INTO public.users VALUES ('01a200f9-2792-7091-8e50-2fc2a44dca36', 1, '6b024c12a01660ff8cf52c1d', 'native@release.example', NULL, 'native-person', 'Nan Tive', NULL, NULL, NULL, NULL, NULL, '{}', '{user}', 'free', NULL, '2026-11-22 01:57:38.322+00', '2026-11-22 01:57:38.322+00', '2026-11-22 01:57:38.322+00', NULL);
INSERT INTO public.users VALUES ('01a200f9-2a06-71d6-b165-a61ce1d5848a', 2, '6b024c12dd3a96991fac4482', 'uprogress@release.example', NULL, 'progress', NULL, NULL, NULL, NULL, NULL, NULL, '{}', '{user}', 'free', NULL, '2026-11-22 01:57:38.95+00', '2026-11-22 01:57:38.95+00', '2026-11-22 01:57:38.95+00', NULL);
INSERT INTO public.users VALUES ('01a200f9-2ae5-708c-b5a7-df591071ff50', 3, '6b024c137bb24f1773595bac', 'amadis@release.example', NULL, NULL, 'Amadis de Gaula', NULL, NULL, NULL, NULL, NULL, '{}', '{user}', 'free', NULL, '2026-11-22 01:57:39.173+00', '2026-11-22 01:57:39.173+00', NULL, NULL);
INSERT INTO public.users VALUES ('01a200f9-2ba1-7025-8b5f-92fe87c29e5c', 4, '6b024c131f1c8677d0c71807', 'appmixer@release.example', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}', '{user}', 'free', NULL, '2026-11-22 01:57:39.361+00', '2026-11-22 01:57:39.361+00', '2026-11-22 01:57:39.361+00', NULL);
SELECT pg_catalog.setval('public.changes_number_seq', 1, false);
SELECT pg_catalog.setval('public.migrations_id_seq', 9, true);
SELECT pg_catalog.setval('public.sessions_number_seq', 3, true);
SELECT pg_catalog.setval('public.users_number_seq', 4, true);
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT "PK_8c82d7f526340ab734260ea46be" PRIMARY KEY (id);
ALTER TABLE ONLY public.amadis_secrets
    ADD CONSTRAINT amadis_secrets_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT audit_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.changes
    ADD CONSTRAINT changes_pkey PRIMARY KEY (transaction, number);
ALTER TABLE ONLY public.cooldowns
    ADD CONSTRAINT cooldowns_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.instance
    ADD CONSTRAINT instance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.one_time_secrets
    ADD CONSTRAINT one_time_secrets_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.one_time_secrets
    ADD CONSTRAINT one_time_secrets_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outgoing_mails
    ADD CONSTRAINT outgoing_mails_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.passwords
    ADD CONSTRAINT passwords_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.service_keys
    ADD CONSTRAINT service_keys_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.service_keys
    ADD CONSTRAINT service_keys_name_key UNIQUE (name);
ALTER TABLE ONLY public.service_keys
    ADD CONSTRAINT service_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_number_key UNIQUE (number);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.signing_keys
    ADD CONSTRAINT signing_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_number_key UNIQUE (number);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_object_id_key UNIQUE (object_id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE INDEX audit_events_actor_id_idx ON public.audit_events USING btree (actor_id) WHERE (actor_id IS NOT NULL);
CREATE INDEX audit_events_subject_id_idx ON public.audit_events USING btree (subject_id, id);
CREATE INDEX one_time_secrets_user_id_idx ON public.one_time_secrets USING btree (user_id);
CREATE INDEX outgoing_mails_due_idx ON public.outgoing_mails USING btree (due_at) WHERE (state = 'waiting'::text);
CREATE INDEX outgoing_mails_settled_idx ON public.outgoing_mails USING btree (created_at) WHERE (state <> 'waiting'::text);
CREATE INDEX outgoing_mails_user_id_idx ON public.outgoing_mails USING btree (user_id);
CREATE INDEX sessions_end_idx ON public.sessions USING btree (LEAST(ended_at, expires_at));
CREATE UNIQUE INDEX sessions_uprogress_device_key ON public.sessions USING btree (user_id, platform, app_name) NULLS NOT DISTINCT WHERE ((client = 'uprogress'::text) AND (ended_at IS NULL));
CREATE INDEX sessions_user_id_idx ON public.sessions USING btree (user_id);
CREATE UNIQUE INDEX users_email_key ON public.users USING btree (lower(email));
CREATE UNIQUE INDEX users_username_key ON public.users USING btree (lower(username));
CREATE TRIGGER audit_events_append_only BEFORE DELETE OR UPDATE ON public.audit_events FOR EACH ROW EXECUTE FUNCTION public.refuse_audit_change();
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON public.audit_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_audit_change();
CREATE TRIGGER sessions_announce AFTER UPDATE ON public.sessions FOR EACH ROW WHEN (((old.ended_at IS DISTINCT FROM new.ended_at) OR (old.expires_at IS DISTINCT FROM new.expires_at) OR (old.idle_seconds IS DISTINCT FROM new.idle_seconds) OR (old.token_generation IS DISTINCT FROM new.token_generation) OR (old.kept_token_id IS DISTINCT FROM new.kept_token_id))) EXECUTE FUNCTION public.announce_session_change();
CREATE TRIGGER sessions_announce_deletion AFTER DELETE ON public.sessions FOR EACH ROW WHEN ((old.ended_at IS NULL)) EXECUTE FUNCTION public.announce_session_change();
CREATE TRIGGER signing_keys_announce AFTER INSERT OR UPDATE ON public.signing_keys FOR EACH ROW EXECUTE FUNCTION public.announce_key_change();
CREATE TRIGGER users_announce_change AFTER UPDATE ON public.users FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.announce_user_change();
CREATE TRIGGER users_announce_deletion AFTER DELETE ON public.users FOR EACH ROW EXECUTE FUNCTION public.announce_user_change();
ALTER TABLE ONLY public.amadis_secrets
    ADD CONSTRAINT amadis_secrets_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.one_time_secrets
    ADD CONSTRAINT one_time_secrets_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.outgoing_mails
    ADD CONSTRAINT outgoing_mails_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.passwords
    ADD CONSTRAINT passwords_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
