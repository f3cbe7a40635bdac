//! The token cache, with a clock that is set by hand.

mod fixture;

use std::{
    pin::pin,
    sync::{Arc, atomic::Ordering},
    task::Poll,
    time::Duration,
};

use fixture::{
    Fixture, LIMIT, POLLS,
    Step::{Fail, Hang, PanicBeforeFuture, PanicInFuture, Return, ReturnAfter, ReturnWhenOpened},
    poll, reason, text,
};
use tokio::time::{Instant, advance};

use super::{fetch::MIN_LIMIT, state::REFRESH_PAUSE};

const HOUR: Duration = Duration::from_hours(1);
/// When a token that is valid for an hour is due for a refresh.
const REFRESH_FROM: Duration = Duration::from_mins(55);

#[tokio::test]
async fn a_token_is_cached_until_five_minutes_before_its_expiry() {
    let fixture = Fixture::new([Return("a", Some(HOUR)), Return("b", Some(HOUR * 2))]);
    assert_eq!(fixture.at(Duration::ZERO).await, "a");
    assert_eq!(fixture.at(Duration::from_secs(55 * 60 - 1)).await, "a");
    assert_eq!(fixture.requested(), 1);
    assert_eq!(fixture.at(REFRESH_FROM).await, "b");
    assert_eq!(fixture.at(HOUR).await, "b");
    assert_eq!(fixture.requested(), 2);
}

#[tokio::test]
async fn a_short_lived_token_is_refreshed_in_the_last_quarter_of_its_lifetime() {
    let fixture = Fixture::new([Return("a", Some(Duration::from_mins(4))), Return("b", None)]);
    assert_eq!(fixture.at(Duration::ZERO).await, "a");
    assert_eq!(fixture.at(Duration::from_secs(179)).await, "a");
    assert_eq!(fixture.at(Duration::from_mins(3)).await, "b");
}

#[tokio::test]
async fn a_token_without_expiry_is_cached_indefinitely() {
    let fixture = Fixture::new([Return("a", None)]);
    assert_eq!(fixture.at(Duration::ZERO).await, "a");
    assert_eq!(fixture.at(HOUR * 1000).await, "a");
    assert_eq!(fixture.requested(), 1);
}

#[tokio::test]
async fn an_expired_token_is_not_used_even_if_the_provider_fails() {
    let fixture = Fixture::new([Return("a", Some(HOUR)), Fail, Return("b", Some(HOUR * 2))]);
    assert_eq!(fixture.at(Duration::ZERO).await, "a");
    fixture.clock.set(HOUR);
    assert_eq!(reason(fixture.get().await), "signed out");
    assert_eq!(fixture.at(HOUR).await, "b", "the next call requests a token again");
}

#[tokio::test]
async fn a_token_that_is_expired_on_arrival_is_used_by_the_waiting_calls_only() {
    let fixture = Fixture::new([Return("a", Some(Duration::ZERO)), Return("b", Some(HOUR))]);
    let (first, second) = tokio::join!(fixture.get(), fixture.get());
    assert_eq!((text(&first.expect("a token")), text(&second.expect("a token"))), ("a".to_owned(), "a".to_owned()));
    assert_eq!(fixture.at(Duration::ZERO).await, "b");
}

#[tokio::test]
async fn if_a_refresh_fails_the_old_token_is_used_while_it_is_valid() {
    for failure in [Fail, PanicBeforeFuture, PanicInFuture, Return("with space", Some(HOUR * 2))] {
        let fixture = Fixture::new([Return("a", Some(HOUR)), failure, Return("b", Some(HOUR * 2))]);
        fixture.at(Duration::ZERO).await;
        assert_eq!(fixture.at(REFRESH_FROM).await, "a");
        assert_eq!(fixture.at(REFRESH_FROM + Duration::from_secs(29)).await, "a");
        assert_eq!(fixture.requested(), 2, "not every call requests a token");
        assert_eq!(fixture.at(REFRESH_FROM + REFRESH_PAUSE).await, "b");
    }
}

#[tokio::test]
async fn a_refresh_that_returns_the_same_token_is_not_tried_at_every_call() {
    let fixture = Fixture::new([Return("a", Some(HOUR)), Return("a", Some(HOUR)), Return("b", None)]);
    fixture.at(Duration::ZERO).await;
    assert_eq!(fixture.at(REFRESH_FROM).await, "a");
    assert_eq!(fixture.at(REFRESH_FROM + REFRESH_PAUSE).await, "a");
    assert_eq!(fixture.requested(), 2);
    assert_eq!(fixture.at(Duration::from_secs(3600 - 75)).await, "b");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_leaves_half_of_the_time_for_the_call() {
    let fixture = Fixture::new([Return("a", Some(HOUR)), Hang]);
    fixture.at(Duration::ZERO).await;
    fixture.clock.set(REFRESH_FROM);
    let started = Instant::now();
    let token = fixture.cache.get(&fixture.clock, LIMIT).await.expect("the old token");
    assert_eq!(text(&token), "a");
    assert_eq!(started.elapsed().as_secs(), LIMIT.as_secs() / 2);
    assert_eq!(fixture.get().await.map(|token| text(&token)).ok().as_deref(), Some("a"));
    assert_eq!(fixture.requested(), 2);
}

#[tokio::test]
async fn while_one_call_refreshes_the_token_others_use_the_old_one() {
    let fixture = Fixture::new([Return("a", Some(HOUR)), ReturnWhenOpened("b")]);
    fixture.at(Duration::ZERO).await;
    fixture.clock.set(REFRESH_FROM);
    let mut refreshing = pin!(fixture.get());
    assert!(poll(refreshing.as_mut()).is_pending());
    match poll(pin!(fixture.get())) {
        Poll::Ready(token) => assert_eq!(text(&token.expect("a token")), "a"),
        Poll::Pending => panic!("the call waits for the refresh"),
    }
    fixture.provider.gate.notify_one();
    assert_eq!(text(&refreshing.await.expect("a token")), "b");
    assert_eq!(fixture.requested(), 2);
}

#[tokio::test]
async fn a_failed_request_fails_all_waiting_calls_and_the_next_call_tries_again() {
    for failure in [Fail, PanicInFuture, Return("with space", None), Return("", None)] {
        let fixture = Fixture::new([failure, Return("a", None)]);
        let (first, second, third) = tokio::join!(fixture.get(), fixture.get(), fixture.get());
        let reasons = [reason(first), reason(second), reason(third)];
        assert!(reasons.iter().all(|reason| *reason == reasons[0] && !reason.contains("eyJ0")), "{reasons:?}");
        assert_eq!(fixture.requested(), 1);
        assert_eq!(fixture.at(Duration::ZERO).await, "a");
    }
}

#[tokio::test]
async fn a_provider_that_panics_before_it_returns_a_future_causes_an_error() {
    let fixture = Fixture::new([PanicBeforeFuture, Return("a", None)]);
    assert_eq!(reason(fixture.get().await), "the token provider panicked");
    assert_eq!(fixture.at(Duration::ZERO).await, "a");
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_is_asked_once_a_minute_however_many_calls_wait() {
    let fixture = Fixture::new([Hang, Return("a", None)]);
    let started = Instant::now();
    let calls = (0..500).map(async |number| {
        tokio::time::sleep(Duration::from_millis(number * 80)).await;
        (fixture.get().await, started.elapsed())
    });
    for (number, (outcome, elapsed)) in (0..).zip(futures_util::future::join_all(calls).await) {
        assert_eq!(reason(outcome), "the token provider did not respond within 20s");
        let waited = elapsed.as_secs_f64() - f64::from(number) * 0.08;
        assert!((waited - 20.0).abs() < 0.1, "each call waits as long as it can: {waited}");
    }
    assert_eq!(fixture.requested(), 1);
    advance(MIN_LIMIT).await;
    assert_eq!(fixture.at(Duration::ZERO).await, "a", "the request is given up");
    assert_eq!((fixture.requested(), fixture.running()), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn a_request_may_take_as_long_as_the_call_that_started_it() {
    let fixture = Fixture::new([Hang, Return("a", None)]);
    let patient = fixture.cache.get(&fixture.clock, MIN_LIMIT * 3).await;
    assert_eq!(reason(patient), "the token provider did not respond within 180s");
    assert_eq!(fixture.requested(), 1);
    assert_eq!(fixture.at(Duration::ZERO).await, "a");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_beyond_the_limit_of_a_request_learns_it() {
    let fixture = Fixture::new([Hang, Return("a", None)]);
    assert!(poll(pin!(fixture.get())).is_pending());
    let patient = fixture.cache.get(&fixture.clock, MIN_LIMIT * 3).await;
    assert_eq!(reason(patient), "the token provider did not respond within 60s");
    assert_eq!(fixture.running(), 0, "its future is dropped");
    assert_eq!(fixture.at(Duration::ZERO).await, "a");
}

#[tokio::test(start_paused = true)]
async fn calls_with_less_time_than_the_provider_needs_get_its_token_in_the_end() {
    let fixture = Fixture::new([ReturnAfter("a", LIMIT * 5 / 2)]);
    let mut outcomes = Vec::new();
    for _ in 0..3 {
        outcomes.push(fixture.get().await.map(|token| text(&token)).ok());
    }
    assert_eq!(outcomes, [None, None, Some("a".to_owned())]);
    assert_eq!(fixture.requested(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_nobody_drove_for_long_is_made_again() {
    let fixture = Fixture::new([ReturnWhenOpened("a"), Return("b", None)]);
    assert!(poll(pin!(fixture.get())).is_pending());
    fixture.provider.gate.notify_one();
    advance(MIN_LIMIT).await;
    assert_eq!(fixture.at(Duration::ZERO).await, "b", "the first token may have lost a part of its lifetime");
    assert_eq!(fixture.running(), 0);
}

#[tokio::test]
async fn a_call_that_is_not_polled_holds_up_no_other() {
    let fixture = Fixture::new([ReturnWhenOpened("a")]);
    let mut stopped = pin!(fixture.get());
    for _ in 0..=POLLS {
        assert!(poll(stopped.as_mut()).is_pending());
    }
    fixture.provider.gate.notify_one();
    assert_eq!(fixture.at(Duration::ZERO).await, "a");
    assert_eq!(fixture.requested(), 1);
    assert_eq!(text(&stopped.await.expect("a token")), "a");
}

#[test]
fn a_request_survives_the_runtime_of_the_call_that_started_it() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let fixture = Fixture::new([ReturnAfter("a", Duration::from_millis(1)), Return("b", None)]);
    runtime().block_on(async {
        let mut call = pin!(fixture.get());
        for _ in 0..=POLLS {
            assert!(poll(call.as_mut()).is_pending());
        }
    });
    // Its timers are gone with it, so the request ends in a panic.
    assert_eq!(runtime().block_on(fixture.at(Duration::ZERO)), "b");
    let fixture = Fixture::new([ReturnWhenOpened("a")]);
    runtime().block_on(async { assert!(poll(pin!(fixture.get())).is_pending()) });
    fixture.provider.gate.notify_one();
    assert_eq!(runtime().block_on(fixture.at(Duration::ZERO)), "a");
}

#[tokio::test]
async fn a_provider_that_fails_again_and_again_is_asked_less_and_less_often() {
    let fixture = Fixture::new((0..100).map(|_| Fail));
    let asked_at: Vec<_> = (0..100)
        .filter(|&second| {
            fixture.clock.set(Duration::from_secs(second));
            let before = fixture.requested();
            for _ in 0..10 {
                let mut call = pin!(fixture.get());
                let outcome = std::iter::repeat_with(|| poll(call.as_mut())).find_map(|polled| match polled {
                    Poll::Ready(outcome) => Some(outcome),
                    Poll::Pending => None,
                });
                assert_eq!(reason(outcome.expect("an outcome")), "signed out");
            }
            fixture.requested() > before
        })
        .collect();
    assert_eq!(asked_at, [0, 1, 3, 7, 15, 31, 61, 91]);
    assert_eq!(fixture.requested(), 3 + 7, "the first failures are followed by another request at once");
}

#[tokio::test]
async fn after_a_success_failures_are_counted_anew() {
    let steps = [Fail, Fail, Return("a", Some(HOUR)), Fail, Fail, Return("b", None)];
    let fixture = Fixture::new(steps);
    for expected in [None, None, Some("a")] {
        assert_eq!(fixture.get().await.ok().map(|token| text(&token)).as_deref(), expected);
    }
    fixture.clock.set(HOUR);
    for expected in [None, None, Some("b")] {
        assert_eq!(fixture.get().await.ok().map(|token| text(&token)).as_deref(), expected);
    }
}

#[tokio::test]
async fn a_dropped_cache_drops_its_request() {
    let Fixture { cache, provider, clock } = Fixture::new([Hang]);
    assert!(poll(pin!(cache.get(&clock, LIMIT))).is_pending());
    assert_eq!(provider.running.load(Ordering::SeqCst), 1);
    drop(cache);
    assert_eq!((provider.running.load(Ordering::SeqCst), Arc::strong_count(&provider)), (0, 1));
}

#[tokio::test]
async fn if_the_requesting_call_is_canceled_the_next_one_goes_on() {
    // Canceled before it is polled, at two points of the provider's work, and when the provider is done but nobody has
    // taken its token yet.
    for (polls, is_opened) in [(0, false), (1, false), (POLLS + 1, false), (POLLS + 1, true)] {
        let fixture = Fixture::new([ReturnWhenOpened("a")]);
        let (mut second, mut third) = (pin!(fixture.get()), pin!(fixture.get()));
        {
            let mut first = pin!(fixture.get());
            for _ in 0..polls {
                assert!(poll(first.as_mut()).is_pending());
            }
            if is_opened {
                fixture.provider.gate.notify_one();
            } else {
                assert!(poll(second.as_mut()).is_pending());
                assert!(poll(third.as_mut()).is_pending());
            }
        }
        fixture.provider.gate.notify_one();
        let (second, third) = tokio::join!(second, third);
        for token in [second, third] {
            assert_eq!(text(&token.expect("a token")), "a", "{polls}");
        }
        assert_eq!((fixture.requested(), fixture.running()), (1, 0));
    }
}

#[tokio::test]
async fn if_a_waiting_call_is_canceled_the_others_are_not_affected() {
    let fixture = Fixture::new([ReturnWhenOpened("a")]);
    let (mut first, mut third) = (pin!(fixture.get()), pin!(fixture.get()));
    assert!(poll(first.as_mut()).is_pending());
    {
        let mut second = pin!(fixture.get());
        assert!(poll(second.as_mut()).is_pending());
        assert!(poll(third.as_mut()).is_pending());
    }
    fixture.provider.gate.notify_one();
    let (first, third) = tokio::join!(first, third);
    assert_eq!((text(&first.expect("a token")), text(&third.expect("a token"))), ("a".to_owned(), "a".to_owned()));
    assert_eq!(fixture.requested(), 1);
}

#[tokio::test]
async fn a_canceled_refresh_is_carried_on_by_later_calls() {
    let fixture = Fixture::new([Return("a", Some(HOUR)), ReturnWhenOpened("b")]);
    fixture.at(Duration::ZERO).await;
    fixture.clock.set(REFRESH_FROM);
    assert!(poll(pin!(fixture.get())).is_pending());
    assert_eq!(fixture.at(REFRESH_FROM).await, "a");
    fixture.provider.gate.notify_one();
    let mut calls = 0;
    while fixture.at(REFRESH_FROM).await == "a" {
        calls += 1;
        assert!(calls <= POLLS, "each call carries the refresh on");
    }
    assert_eq!(fixture.requested(), 2);
    // Without a valid token, one call carries it to its end.
    let fixture = Fixture::new([Return("a", Some(HOUR)), ReturnWhenOpened("b")]);
    fixture.at(Duration::ZERO).await;
    fixture.clock.set(REFRESH_FROM);
    assert!(poll(pin!(fixture.get())).is_pending());
    fixture.provider.gate.notify_one();
    assert_eq!((fixture.at(HOUR).await.as_str(), fixture.requested()), ("b", 2));
}

#[tokio::test(start_paused = true)]
async fn the_call_that_refreshes_uses_the_old_token_before_it_expires() {
    for (before, expected) in [(3590, 5), (3599, 0), (3540, 10)] {
        let fixture = Fixture::new([Return("a", Some(HOUR)), Hang]);
        fixture.at(Duration::ZERO).await;
        fixture.clock.set(Duration::from_secs(before));
        let started = Instant::now();
        assert_eq!(text(&fixture.get().await.expect("the old token")), "a");
        assert_eq!(started.elapsed().as_secs(), expected, "{before}");
    }
}

#[tokio::test]
async fn a_token_that_seems_expired_is_not_requested_at_every_call() {
    // A clock that is two hours ahead of that of the sign-in service.
    let names = ["a", "b", "c", "d"];
    let fixture = Fixture::new(names.map(|name| Return(name, Some(HOUR))));
    let ahead = HOUR * 3;
    assert_eq!(fixture.at(ahead).await, "a");
    assert_eq!(fixture.at(ahead).await, "b", "the provider may have kept the first one for too long");
    for second in 0..300 {
        assert_eq!(fixture.at(ahead + Duration::from_secs(second)).await, "b");
    }
    assert_eq!(fixture.at(ahead + Duration::from_mins(5)).await, "c");
    assert_eq!(fixture.requested(), 3);
}

#[tokio::test]
async fn a_token_that_seems_expired_is_used_while_the_provider_fails() {
    let fixture = Fixture::new([Return("a", Some(HOUR)), Fail, Return("b", Some(HOUR)), Fail]);
    let ahead = HOUR * 3;
    for expected in ["a", "a", "a"] {
        assert_eq!(fixture.at(ahead).await, expected);
    }
    assert_eq!(fixture.at(ahead + REFRESH_PAUSE).await, "b");
    assert_eq!(fixture.at(ahead + HOUR).await, "b");
    assert_eq!(fixture.requested(), 4);
}

#[tokio::test]
async fn a_rejected_token_is_replaced_once_for_all_calls() {
    let fixture = Fixture::new([Return("a", None), Return("b", None)]);
    let rejected = fixture.get().await.expect("a token");
    let (first, second) = tokio::join!(fixture.renew(&rejected, None), fixture.renew(&rejected, None));
    let third = fixture.renew(&rejected, None).await;
    for renewed in [first, second, third] {
        assert_eq!(renewed.expect("no failure").map(|token| text(&token)).as_deref(), Some("b"));
    }
    assert_eq!((fixture.at(Duration::ZERO).await.as_str(), fixture.requested()), ("b", 2));
}

#[tokio::test]
async fn renewal_returns_none_if_the_provider_returns_the_rejected_token() {
    let fixture = Fixture::new([Return("a", None), Return("a", None), Return("a", None)]);
    let rejected = fixture.get().await.expect("a token");
    assert!(fixture.renew(&rejected, None).await.expect("no failure").is_none());
    assert!(fixture.renew(&rejected, Some("{}")).await.expect("no failure").is_none());
    assert_eq!((fixture.at(Duration::ZERO).await.as_str(), fixture.requested()), ("a", 3), "the token stays cached");
}

#[tokio::test]
async fn claims_are_requested_once_and_a_token_without_them_is_not_used() {
    let fixture = Fixture::new([Return("a", None), Return("b", None), Return("c", None), Return("d", None)]);
    let first = fixture.get().await.expect("a token");
    let second = fixture.renew(&first, None).await.expect("no failure").expect("another");
    let (third, fourth) = tokio::join!(fixture.renew(&first, Some("{1}")), fixture.renew(&second, Some("{1}")));
    for renewed in [third, fourth] {
        assert_eq!(renewed.expect("no failure").map(|token| text(&token)).as_deref(), Some("c"));
    }
    assert_eq!(fixture.at(Duration::ZERO).await, "c", "all calls use the new token");
    let other = fixture.renew(&first, Some("{2}")).await.expect("no failure");
    assert_eq!(other.map(|token| text(&token)).as_deref(), Some("d"));
    let expected = [None, None, Some("{1}".to_owned()), Some("{2}".to_owned())];
    assert_eq!(*fixture.provider.requested.lock().expect("not poisoned"), expected);
}

#[tokio::test]
async fn a_failed_request_with_claims_does_not_fail_a_call_without() {
    let fixture = Fixture::new([Return("a", None), Fail, Return("b", None)]);
    let rejected = fixture.get().await.expect("a token");
    let (renewed, got) = tokio::join!(fixture.renew(&rejected, Some("{}")), fixture.get());
    assert!(renewed.is_err());
    assert_eq!(text(&got.expect("a token")), "b");
}

#[tokio::test]
async fn a_token_is_new_only_to_the_calls_that_waited_for_it() {
    let fixture = Fixture::new([Return("a", None)]);
    let (first, second) = tokio::join!(fixture.get(), fixture.get());
    assert!(first.expect("a token").is_new() && second.expect("a token").is_new());
    assert!(!fixture.get().await.expect("a token").is_new());
}
