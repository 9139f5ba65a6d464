/** Append-only: the triggers guard against mistakes, the hash chain against everything else. */
export const ledgerSchema = `
create table ledger (
  seq integer primary key check (seq > 0),
  at text not null,
  actor text not null,
  kind text not null,
  subject text not null,
  body text not null check (json_valid(body)),
  prev blob not null check (length(prev) = 32),
  hash blob not null check (length(hash) = 32)
) strict;
create index ledger_subject on ledger (subject, seq);
create trigger ledger_no_replace before insert on ledger when new.seq <> (select coalesce(max(seq), 0) + 1 from ledger)
  begin select raise(abort, 'the ledger is append-only'); end;
create trigger ledger_no_update before update on ledger begin select raise(abort, 'the ledger is append-only'); end;
create trigger ledger_no_delete before delete on ledger begin select raise(abort, 'the ledger is append-only'); end;
`;
