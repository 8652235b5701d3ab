# Sourced by the other scripts, from the root of the repository: where the tools are.
# The project's own copies come first, for where the machine has a tool in another version.
export PATH="$PWD/target/tools/bin:$PWD/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

# Trunk asks the network for a newer Trunk, unless told not to.
export TRUNK_SKIP_VERSION_CHECK=true
# Trunk 0.21 takes NO_COLOR=1 for a faulty argument and stops.
unset NO_COLOR
