-- A text as it is searched: without case and without accents. Unicode takes letters and their marks apart (NFKD), and the marks are left
-- out; then come letters that it does not take apart.
CREATE FUNCTION product.plain(text text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT replace(replace(replace(translate(
        lower(regexp_replace(normalize(text, NFKD), '[\u0300-\u036F]', '', 'g')),
        'øłđð', 'oldd'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe')
$$;

-- The words of a text: what stands between spaces and punctuation, as far as an index takes it. It takes as long as it costs here.
CREATE FUNCTION product.words(text text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
    SELECT ARRAY(SELECT DISTINCT left(w, 64) FROM regexp_split_to_table(product.plain(text), '[[:space:][:punct:]]+') AS w WHERE w <> '')
$$;

-- What finds texts in which each of the words of another one begins a word. Null, which finds nothing, where that has none.
CREATE FUNCTION product.words_like(text text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg('''' || replace(w, '\', '\\') || ''':*', ' & ')::tsquery FROM unnest(product.words(text)) AS w
$$;
