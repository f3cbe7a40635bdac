//! Sixteen operations of different kinds, written as the guide shows. Prints the request of each:
//!
//! ```sh
//! cargo run -p graph-tests --example operations
//! ```

#![expect(missing_docs, reason = "Microsoft's pages describe the properties")]
#![expect(clippy::print_stdout, reason = "it is what the example does")]

pub mod declarations;
mod requests;
#[cfg(test)]
mod tests;
pub mod types;

use graph_runtime::GraphClient;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let graph = GraphClient::builder().build()?;
    for request in requests::all(&graph)? {
        println!("{request}\n");
    }
    Ok(())
}
