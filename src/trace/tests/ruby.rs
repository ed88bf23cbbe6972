//! Ruby, alone and as Rails logs it.

use super::*;

#[test]
fn ruby_traces() {
    for sample in [
        Sample {
            text: "order.rb:57:in `load': order 7 not found (Shop::OrderError)\n\tfrom order.rb:60:in `block in all'\n\tfrom /usr/lib/ruby/gems/3.0.0/gems/rack-2.0/lib/rack.rb:3:in `call'\n\tfrom shop.rb:3:in `<main>'",
            kind: Some("Shop::OrderError"),
            message: Some("order 7 not found"),
            chain: &[(
                Some("Shop::OrderError"),
                &["order.rb load", "order.rb all", "shop.rb <main>"],
            )],
        },
        Sample {
            text: "/srv/order.rb:57:in 'Shop::Order#load': undefined method 'id' for nil (NoMethodError)\n\n    order.id\n         ^^^\nDid you mean?  if\n\tfrom /srv/shop.rb:3:in 'Integer#times'",
            kind: Some("NoMethodError"),
            message: Some("undefined method 'id' for nil"),
            chain: &[(Some("NoMethodError"), &["order.rb load", "shop.rb times"])],
        },
        Sample {
            text: "Shop::OrderError: order 7 not found\n/srv/shop/order.rb:57:in 'load'\n/srv/shop/web.rb:3:in 'block (2 levels) in call'",
            kind: Some("Shop::OrderError"),
            message: Some("order 7 not found"),
            chain: &[(Some("Shop::OrderError"), &["order.rb load", "web.rb call"])],
        },
        Sample {
            text: "ActionController::RoutingError (No route matches [GET] \"/favicon\"):\n\nactionpack (7.1.2) lib/action_dispatch/debug.rb:63:in `call'\napp/middleware/audit.rb:3:in `call'",
            kind: Some("ActionController::RoutingError"),
            message: Some("No route matches [GET] \"/favicon\""),
            chain: &[(Some("ActionController::RoutingError"), &["audit.rb call"])],
        },
        Sample {
            text: "Traceback (most recent call last):\n\t2: from shop.rb:9:in `<main>'\n\t1: from shop.rb:5:in `all'\norder.rb:57:in `load': boom (RuntimeError)",
            kind: Some("RuntimeError"),
            message: Some("boom"),
            chain: &[(
                Some("RuntimeError"),
                &["shop.rb <main>", "shop.rb all", "order.rb load"],
            )],
        },
        Sample {
            text: "order.rb:9:in 'rescue in load': outer (RuntimeError)\n\tfrom order.rb:5:in 'load'\norder.rb:6:in 'open': inner (IOError)\n\tfrom order.rb:5:in 'load'",
            kind: Some("RuntimeError"),
            message: Some("outer"),
            chain: &[
                (Some("RuntimeError"), &["order.rb load"]),
                (Some("IOError"), &["order.rb open", "order.rb load"]),
            ],
        },
        Sample {
            text: "order.rb:57:in `load': Interrupt\n\tfrom shop.rb:3:in `<main>'",
            kind: Some("Interrupt"),
            message: None,
            chain: &[(Some("Interrupt"), &["order.rb load", "shop.rb <main>"])],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn the_source_below_an_error_belongs_to_it_without_calls_as_well() {
    let text = "order.rb:57:in `<main>': undefined method `id' for nil:NilClass (NoMethodError)\n\norder.id\n     ^^^";
    assert_eq!(starts(&format!("{PLAIN}\n{text}\n{PLAIN}")), [1, 2, 6]);
}

#[test]
fn sinatras_way_to_write_an_exception_is_read() {
    let text = "Shop::Missing - order 7\nis not there:\n\t/srv/shop/order.rb:57:in `load'\n\t/srv/shop/web.rb:3:in `call'";
    let (fault, _) = find(text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("Shop::Missing"));
    assert_eq!(fault.message.as_deref(), Some("order 7\nis not there:"));
    let text = text.replace(" 7\nis not there:", " 7:");
    let (fault, _) = find(&text).unwrap();
    assert_eq!(fault.message.as_deref(), Some("order 7"));
}

#[test]
fn the_loggers_own_way_to_write_an_exception_is_read() {
    let text = "order 7 not found (Shop::OrderError)\n/srv/shop/order.rb:57:in `load'\n/srv/shop/web.rb:3:in `call'";
    let (fault, range) = find(text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("Shop::OrderError"));
    assert_eq!(fault.message.as_deref(), Some("order 7 not found"));
    assert_eq!(range, 0..text.len());
}

#[test]
fn rails_tags_each_line() {
    let text = "[ab12] \n[ab12] ActiveRecord::RecordNotFound (Couldn't find Order with 'id'=7):\n[ab12]   \n[ab12] app/models/order.rb:57:in `load'\n[ab12] app/web.rb:3:in `call'";
    assert_eq!(starts(&format!("{HEADER}{text}\n{HEADER}")), [1, 6]);
    let (fault, _) = find(text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("ActiveRecord::RecordNotFound"));
    assert_eq!(
        fault.message.as_deref(),
        Some("Couldn't find Order with 'id'=7")
    );
    assert_eq!(chain(text)[0].frames.len(), 2);
}

#[test]
fn rails_closes_a_long_message_in_a_later_line() {
    let text = "ActiveRecord::StatementInvalid (PG::UndefinedTable: ERROR:  relation \"orders\" does not exist\nLINE 1: SELECT * FROM orders\n                      ^\n):\n  \napp/models/order.rb:57:in `load'";
    assert_eq!(starts(&format!("{PLAIN}\n{text}\n{PLAIN}")), [1, 2, 8]);
    let (fault, _) = find(text).unwrap();
    assert_eq!(
        fault.kind.as_deref(),
        Some("ActiveRecord::StatementInvalid")
    );
    assert_eq!(
        fault.message.as_deref(),
        Some(
            "PG::UndefinedTable: ERROR:  relation \"orders\" does not exist\nLINE 1: SELECT * FROM orders\n                      ^"
        )
    );
}
