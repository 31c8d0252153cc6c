-- More sums.

-- Dashboards are shared as own reports are.

alter table dashboard_panel
    add column is_shared boolean default false not null,
    add column shared_with text[] default '{}'::text[] not null;
comment on table dashboard_panel is 'Dashboards of an account. Place 0 is the dashboard itself (its period), its panels stand in the places after it, in their order. Each row says with whom the whole is shared: roles, none named: everybody who may see statistics.';

create policy shared on dashboard_panel for select using (is_shared and (select may('history.all'))
    and (shared_with = '{}' or shared_with && (select roles_of(session_user::text))));
