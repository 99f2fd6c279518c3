from itertools import repeat

from taxonomy_service.exchange.blocks import BLOCK, in_blocks


def test_texts_come_whole_and_in_order_in_blocks_of_at_least_the_size() -> None:
    texts = [f"{number} 靴 شارع łódź\n" for number in range(20_000)]
    blocks = list(in_blocks(texts))
    assert b"".join(blocks).decode() == "".join(texts)
    assert len(blocks) > 1
    assert all(len(block) >= BLOCK for block in blocks[:-1])


def test_no_more_is_asked_for_than_the_next_block_takes() -> None:
    assert len(next(in_blocks(repeat("Laufschuh")))) < 2 * BLOCK


def test_nothing_is_no_block() -> None:
    assert list(in_blocks([])) == []
