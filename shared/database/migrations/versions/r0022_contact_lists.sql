-- Contacts of campaigns are found fast.
create index contact_promised_idx on contact (campaign, next_at) where state = 'waiting' and is_appointment;
create index contact_owner_idx on contact (campaign, owner, turn, contact) where state = 'waiting' and next_at is null and owner <> '';

-- The page goes through a campaign's contacts by their keys, all of them or those in one state, or with one result.
create index contact_campaign_idx on contact (campaign, contact);
create index contact_state_idx on contact (campaign, state, contact);
drop index contact_result_idx;
create index contact_result_idx on contact (campaign, last, contact) where last <> '';

-- Names are found by the beginnings of their words, in small letters without accents; numbers by beginning or end. Only
-- what every Postgres has: no extension.
create function name_words(name text) returns tsvector language sql immutable parallel safe
    return to_tsvector('simple'::regconfig, translate(lower(name),
        'áÁäÄâÂàÀãÃåÅąĄăĂāĀčČćĆçÇďĎđĐéÉěĚëËêÊèÈęĘėĖēĒğĞíÍîÎïÏìÌīĪĺĹľĽłŁňŇńŃñÑóÓöÖôÔòÒõÕőŐøØřŘŕŔšŠśŚşŞșȘťŤţŢțȚúÚůŮüÜùÙûÛűŰūŪýÝÿŸžŽźŹżŻß.,;:/@&_+()"''-',
        'aaaaaaaaaaaaaaaaaaccccccddddeeeeeeeeeeeeeeeeggiiiiiiiiiillllllnnnnnnoooooooooooooorrrrssssssssttttttuuuuuuuuuuuuuuyyyyzzzzzzs              '));
create function name_question(said text) returns tsquery language sql immutable parallel safe
    return (select string_agg(quote_literal(word) || ':*', ' & ')::tsquery from unnest(tsvector_to_array(name_words(said))) word);
create index contact_words_idx on contact using gin (name_words(name));
create index contact_number_end_idx on contact_number (campaign, reverse(number) text_pattern_ops);
grant execute on function name_words(text), name_question(text) to "@prefix@_account";
