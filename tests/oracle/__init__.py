"""An independent reading of the wire: NDR, the MS-TSTS tables and a DCE/RPC client that share no code with the product."""
