//! The token cache, with a clock that is set by hand.

mod fixture;

use std::{pin::pin, sync::atomic::Ordering};

use fixture::{
    Fixture, LIMIT,
    Step::{Fail, Hang, PanicBeforeFuture, PanicInFuture, Return, ReturnWhenOpened},
    poll, reason, text,
};
use tokio::time::Instant;

use super::*;

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
async fn a_provider_that_hangs_fails_all_waiting_calls_and_the_next_call_tries_again() {
    let fixture = Fixture::new([Hang, Hang, Return("a", None)]);
    let (first, second) = tokio::join!(fixture.get(), fixture.get());
    for outcome in [first, second] {
        assert_eq!(reason(outcome), "the token provider did not respond within 20s");
    }
    assert!(fixture.requested() <= 2);
    fixture.provider.steps.lock().expect("not poisoned").drain(..).for_each(drop);
    fixture.provider.steps.lock().expect("not poisoned").push_back(Return("a", None));
    assert_eq!(fixture.at(Duration::ZERO).await, "a");
}

#[tokio::test]
async fn if_the_requesting_call_is_canceled_the_next_one_takes_over() {
    // Canceled before it is polled, at two points of the provider's work, and after the provider is done but before the
    // call is polled again.
    for (polls, is_opened) in [(0, false), (1, false), (2, false), (2, true)] {
        let fixture = Fixture::new([ReturnWhenOpened("a"), ReturnWhenOpened("b")]);
        let (mut second, mut third) = (pin!(fixture.get()), pin!(fixture.get()));
        {
            let mut first = pin!(fixture.get());
            for _ in 0..polls {
                assert!(poll(first.as_mut()).is_pending());
            }
            if is_opened {
                fixture.provider.gate.notify_one();
            }
            assert!(poll(second.as_mut()).is_pending());
            assert!(poll(third.as_mut()).is_pending());
        }
        fixture.provider.gate.notify_one();
        fixture.provider.gate.notify_one();
        let (second, third) = tokio::join!(second, third);
        assert_eq!(text(&second.expect("a token")), text(&third.expect("a token")), "{polls}");
        assert_eq!(fixture.requested(), if polls == 0 { 1 } else { 2 });
        assert_eq!(fixture.provider.running.load(Ordering::SeqCst), 0);
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
async fn a_canceled_refresh_leaves_the_old_token_in_use() {
    let fixture = Fixture::new([Return("a", Some(HOUR)), ReturnWhenOpened("b"), Return("c", None)]);
    fixture.at(Duration::ZERO).await;
    fixture.clock.set(REFRESH_FROM);
    assert!(poll(pin!(fixture.get())).is_pending());
    assert_eq!(fixture.at(REFRESH_FROM).await, "a");
    assert_eq!(fixture.at(REFRESH_FROM + REFRESH_PAUSE).await, "c");
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
