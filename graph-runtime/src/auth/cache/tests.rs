//! The cache, on a clock that is set by hand.

mod fixture;

use std::{pin::pin, sync::atomic::Ordering};

use fixture::{
    Answer::{Fails, Gated, Hangs, PanicsAtOnce, PanicsLater, Token},
    Fixture, LIMIT, poll, reason, text,
};
use tokio::time::Instant;

use super::*;

const HOUR: Duration = Duration::from_hours(1);
/// When a token that lives for an hour is refreshed.
const EARLY: Duration = Duration::from_mins(55);

#[tokio::test]
async fn a_token_is_kept_until_five_minutes_before_it_runs_out() {
    let all = Fixture::new([Token("a", Some(HOUR)), Token("b", Some(HOUR * 2))]);
    assert_eq!(all.at(Duration::ZERO).await, "a");
    assert_eq!(all.at(Duration::from_secs(55 * 60 - 1)).await, "a");
    assert_eq!(all.asked(), 1);
    assert_eq!(all.at(EARLY).await, "b");
    assert_eq!(all.at(HOUR).await, "b");
    assert_eq!(all.asked(), 2);
}

#[tokio::test]
async fn a_short_lived_token_is_refreshed_in_the_last_quarter_of_its_life() {
    let all = Fixture::new([Token("a", Some(Duration::from_mins(4))), Token("b", None)]);
    assert_eq!(all.at(Duration::ZERO).await, "a");
    assert_eq!(all.at(Duration::from_secs(179)).await, "a");
    assert_eq!(all.at(Duration::from_mins(3)).await, "b");
}

#[tokio::test]
async fn a_token_that_is_not_known_to_expire_is_kept() {
    let all = Fixture::new([Token("a", None)]);
    assert_eq!(all.at(Duration::ZERO).await, "a");
    assert_eq!(all.at(HOUR * 1000).await, "a");
    assert_eq!(all.asked(), 1);
}

#[tokio::test]
async fn a_token_that_has_run_out_is_not_used_whatever_the_provider_says() {
    let all = Fixture::new([Token("a", Some(HOUR)), Fails, Token("b", Some(HOUR * 2))]);
    assert_eq!(all.at(Duration::ZERO).await, "a");
    all.clock.set(HOUR);
    assert_eq!(reason(all.get().await), "signed out");
    assert_eq!(all.at(HOUR).await, "b", "the next call asks again");
}

#[tokio::test]
async fn a_token_that_has_run_out_before_it_came_serves_those_who_waited_for_it() {
    let all = Fixture::new([Token("a", Some(Duration::ZERO)), Token("b", Some(HOUR))]);
    let (first, second) = tokio::join!(all.get(), all.get());
    assert_eq!((text(&first.expect("a token")), text(&second.expect("a token"))), ("a".to_owned(), "a".to_owned()));
    assert_eq!(all.at(Duration::ZERO).await, "b");
}

#[tokio::test]
async fn where_a_refresh_fails_the_token_is_used_as_long_as_it_is_good() {
    for failure in [Fails, PanicsAtOnce, PanicsLater, Token("with space", Some(HOUR * 2))] {
        let all = Fixture::new([Token("a", Some(HOUR)), failure, Token("b", Some(HOUR * 2))]);
        all.at(Duration::ZERO).await;
        assert_eq!(all.at(EARLY).await, "a");
        assert_eq!(all.at(EARLY + Duration::from_secs(29)).await, "a");
        assert_eq!(all.asked(), 2, "it is not asked by every call");
        assert_eq!(all.at(EARLY + PAUSE).await, "b");
    }
}

#[tokio::test]
async fn a_refresh_that_brings_the_same_token_is_not_tried_at_every_call() {
    let all = Fixture::new([Token("a", Some(HOUR)), Token("a", Some(HOUR)), Token("b", None)]);
    all.at(Duration::ZERO).await;
    assert_eq!(all.at(EARLY).await, "a");
    assert_eq!(all.at(EARLY + PAUSE).await, "a");
    assert_eq!(all.asked(), 2);
    assert_eq!(all.at(Duration::from_secs(3600 - 75)).await, "b");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_leaves_half_of_the_time_to_the_call() {
    let all = Fixture::new([Token("a", Some(HOUR)), Hangs]);
    all.at(Duration::ZERO).await;
    all.clock.set(EARLY);
    let started = Instant::now();
    let token = all.cache.get(&all.clock, LIMIT).await.expect("the token that is still good");
    assert_eq!(text(&token), "a");
    assert_eq!(started.elapsed().as_secs(), LIMIT.as_secs() / 2);
    assert_eq!(all.get().await.map(|token| text(&token)).ok().as_deref(), Some("a"));
    assert_eq!(all.asked(), 2);
}

#[tokio::test]
async fn while_one_call_refreshes_the_others_go_on_with_the_old_token() {
    let all = Fixture::new([Token("a", Some(HOUR)), Gated("b")]);
    all.at(Duration::ZERO).await;
    all.clock.set(EARLY);
    let mut refreshing = pin!(all.get());
    assert!(poll(refreshing.as_mut()).is_pending());
    match poll(pin!(all.get())) {
        Poll::Ready(token) => assert_eq!(text(&token.expect("a token")), "a"),
        Poll::Pending => panic!("it waits"),
    }
    all.provider.gate.notify_one();
    assert_eq!(text(&refreshing.await.expect("a token")), "b");
    assert_eq!(all.asked(), 2);
}

#[tokio::test]
async fn a_failure_is_that_of_all_who_waited_and_the_next_call_asks_again() {
    for failure in [Fails, PanicsLater, Token("with space", None), Token("", None)] {
        let all = Fixture::new([failure, Token("a", None)]);
        let (first, second, third) = tokio::join!(all.get(), all.get(), all.get());
        let reasons = [reason(first), reason(second), reason(third)];
        assert!(reasons.iter().all(|reason| *reason == reasons[0] && !reason.contains("eyJ0")), "{reasons:?}");
        assert_eq!(all.asked(), 1);
        assert_eq!(all.at(Duration::ZERO).await, "a");
    }
}

#[tokio::test]
async fn a_provider_that_panics_before_it_gives_a_future_is_borne_too() {
    let all = Fixture::new([PanicsAtOnce, Token("a", None)]);
    assert_eq!(reason(all.get().await), "the token provider panicked");
    assert_eq!(all.at(Duration::ZERO).await, "a");
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_ends_in_an_error_for_all_and_the_next_call_asks_again() {
    let all = Fixture::new([Hangs, Hangs, Token("a", None)]);
    let (first, second) = tokio::join!(all.get(), all.get());
    for outcome in [first, second] {
        assert_eq!(reason(outcome), "the token provider has not answered within 20s");
    }
    assert!(all.asked() <= 2);
    all.provider.answers.lock().expect("no panic").drain(..).for_each(drop);
    all.provider.answers.lock().expect("no panic").push_back(Token("a", None));
    assert_eq!(all.at(Duration::ZERO).await, "a");
}

#[tokio::test]
async fn where_the_call_that_asks_is_cancelled_the_next_takes_over() {
    // Cancelled before it is polled, at two points of the provider's work, and when that is done but nobody has looked.
    for (polls, is_done) in [(0, false), (1, false), (2, false), (2, true)] {
        let all = Fixture::new([Gated("a"), Gated("b")]);
        let (mut second, mut third) = (pin!(all.get()), pin!(all.get()));
        {
            let mut first = pin!(all.get());
            for _ in 0..polls {
                assert!(poll(first.as_mut()).is_pending());
            }
            if is_done {
                all.provider.gate.notify_one();
            }
            assert!(poll(second.as_mut()).is_pending());
            assert!(poll(third.as_mut()).is_pending());
        }
        all.provider.gate.notify_one();
        all.provider.gate.notify_one();
        let (second, third) = tokio::join!(second, third);
        assert_eq!(text(&second.expect("a token")), text(&third.expect("a token")), "{polls}");
        assert_eq!(all.asked(), if polls == 0 { 1 } else { 2 });
        assert_eq!(all.provider.running.load(Ordering::SeqCst), 0);
    }
}

#[tokio::test]
async fn where_a_call_that_waits_is_cancelled_the_others_do_not_notice() {
    let all = Fixture::new([Gated("a")]);
    let (mut first, mut third) = (pin!(all.get()), pin!(all.get()));
    assert!(poll(first.as_mut()).is_pending());
    {
        let mut second = pin!(all.get());
        assert!(poll(second.as_mut()).is_pending());
        assert!(poll(third.as_mut()).is_pending());
    }
    all.provider.gate.notify_one();
    let (first, third) = tokio::join!(first, third);
    assert_eq!((text(&first.expect("a token")), text(&third.expect("a token"))), ("a".to_owned(), "a".to_owned()));
    assert_eq!(all.asked(), 1);
}

#[tokio::test]
async fn a_refresh_that_is_cancelled_leaves_the_old_token() {
    let all = Fixture::new([Token("a", Some(HOUR)), Gated("b"), Token("c", None)]);
    all.at(Duration::ZERO).await;
    all.clock.set(EARLY);
    assert!(poll(pin!(all.get())).is_pending());
    assert_eq!(all.at(EARLY).await, "a");
    assert_eq!(all.at(EARLY + PAUSE).await, "c");
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_for_all_whom_it_was_refused() {
    let all = Fixture::new([Token("a", None), Token("b", None)]);
    let refused = all.get().await.expect("a token");
    let (first, second) = tokio::join!(all.renew(&refused, None), all.renew(&refused, None));
    let third = all.renew(&refused, None).await;
    for renewed in [first, second, third] {
        assert_eq!(renewed.expect("no failure").map(|token| text(&token)).as_deref(), Some("b"));
    }
    assert_eq!((all.at(Duration::ZERO).await.as_str(), all.asked()), ("b", 2));
}

#[tokio::test]
async fn where_the_provider_has_no_other_token_there_is_none() {
    let all = Fixture::new([Token("a", None), Token("a", None), Token("a", None)]);
    let refused = all.get().await.expect("a token");
    assert!(all.renew(&refused, None).await.expect("no failure").is_none());
    assert!(all.renew(&refused, Some("{}")).await.expect("no failure").is_none());
    assert_eq!((all.at(Duration::ZERO).await.as_str(), all.asked()), ("a", 3), "it is kept all the same");
}

#[tokio::test]
async fn claims_are_asked_for_once_and_a_token_without_them_will_not_do() {
    let all = Fixture::new([Token("a", None), Token("b", None), Token("c", None), Token("d", None)]);
    let first = all.get().await.expect("a token");
    let second = all.renew(&first, None).await.expect("no failure").expect("another");
    let (third, fourth) = tokio::join!(all.renew(&first, Some("{1}")), all.renew(&second, Some("{1}")));
    for renewed in [third, fourth] {
        assert_eq!(renewed.expect("no failure").map(|token| text(&token)).as_deref(), Some("c"));
    }
    assert_eq!(all.at(Duration::ZERO).await, "c", "it is the token of all calls now");
    let other = all.renew(&first, Some("{2}")).await.expect("no failure");
    assert_eq!(other.map(|token| text(&token)).as_deref(), Some("d"));
    let asked = [None, None, Some("{1}".to_owned()), Some("{2}".to_owned())];
    assert_eq!(*all.provider.asked.lock().expect("no panic"), asked);
}

#[tokio::test]
async fn a_failure_with_claims_is_not_that_of_a_call_without() {
    let all = Fixture::new([Token("a", None), Fails, Token("b", None)]);
    let refused = all.get().await.expect("a token");
    let (renewed, got) = tokio::join!(all.renew(&refused, Some("{}")), all.get());
    assert!(renewed.is_err());
    assert_eq!(text(&got.expect("a token")), "b");
}

#[tokio::test]
async fn a_token_is_new_to_those_who_waited_for_it_alone() {
    let all = Fixture::new([Token("a", None)]);
    let (first, second) = tokio::join!(all.get(), all.get());
    assert!(first.expect("a token").is_new() && second.expect("a token").is_new());
    assert!(!all.get().await.expect("a token").is_new());
}
