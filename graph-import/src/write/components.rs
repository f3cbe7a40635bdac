//! Strongly connected components of a graph.

/// Returns the number of the component of each node. `edges` has the targets for each node.
///
/// This is Kosaraju's algorithm, without recursion: a description may nest types as deeply as it likes.
pub(super) fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut reversed: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            reversed[*to].push(from);
        }
    }
    let mut component = vec![usize::MAX; edges.len()];
    for node in finished(edges).into_iter().rev() {
        let mut left = vec![node];
        while let Some(next) = left.pop() {
            if component[next] == usize::MAX {
                component[next] = node;
                left.extend(&reversed[next]);
            }
        }
    }
    component
}

/// Returns the nodes in the order in which a search in depth leaves them.
fn finished(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(edges.len());
    let mut seen = vec![false; edges.len()];
    for start in 0..edges.len() {
        let mut path = vec![(start, 0)];
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        while let Some((node, next)) = path.last_mut() {
            if let Some(&to) = edges[*node].get(*next) {
                *next += 1;
                if !std::mem::replace(&mut seen[to], true) {
                    path.push((to, 0));
                }
            } else {
                order.push(*node);
                path.pop();
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn nodes_that_reach_each_other_are_one_component() {
        let component = components(&[vec![1], vec![2], vec![0, 3], vec![4], vec![4]]);
        assert_eq!(component[0], component[1]);
        assert_eq!(component[1], component[2]);
        assert_ne!(component[2], component[3]);
        assert_ne!(component[3], component[4]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<Vec<usize>> = (0..200_000).map(|node| vec![(node + 1) % 200_000]).collect();
        let component = components(&edges);
        assert!(component.iter().all(|number| *number == component[0]));
    }
}
