/** Types of personalization.js. */

/** An event of the user. */
export interface PersonalEvent {
    /** `view`, `click`, `impression`, `addToCart`, `removeFromCart`, `purchase`, `like`, `dismiss`, or an own type. */
    type: string;
    /** The item's id, up to 256 characters. */
    itemId: string;
    /** The id of the event. Default: a new one. An event with a known id counts once. */
    eventId?: string;
    /** ISO 8601. Default: now. */
    occurredAt?: string;
    /** A number from 0 to 1e12, for example the price paid. */
    value?: number;
    /** Where it happened. Default: the client's placement. */
    placement?: string;
    /** The id of the list that led to the event. */
    recommendationId?: string;
    /** Up to 32 names with text values. */
    properties?: Record<string, string>;
}

/** Fields of an event beside its type and item. */
export type EventDetails = Omit<PersonalEvent, 'type' | 'itemId'>;

/** The engine's answer to an event. */
export interface Acknowledgement {
    status: 'accepted' | 'duplicate' | 'rejected';
    /** The version of the profile that contains the event. */
    profileVersion?: number;
    errors?: { path: string; code: string; message: string }[];
}

/** One line of an order. */
export interface OrderLine {
    itemId: string;
    /** The price of one piece. */
    price?: number;
    /** Default: 1. */
    quantity?: number;
}

/** An item of a list. */
export interface ListItem {
    id: string;
    /** Higher is better; comparable within one list only. */
    score: number;
    reason?: { kind: string; evidence?: string; text?: string };
    /** The fields that the query named. */
    item?: {
        title?: string;
        price?: number;
        available?: boolean;
        categories?: string[];
        attributes?: Record<string, string | number | boolean | string[]>;
    };
}

/** A list of items, best first. */
export interface List {
    recommendationId: string;
    items: ListItem[];
    fallbackLevel: 'fresh' | 'cached' | 'segment' | 'popular' | 'static';
    fallbackReason?: string;
    modelVersion?: string;
    profileVersion?: number;
    arm?: string;
    cursor?: string;
}

/** The situation of a request. Filters and rules read it as `context.NAME`. */
export interface Context {
    device?: string;
    /** Two letters, ISO 3166-1. */
    country?: string;
    /** 0 to 23. */
    hour?: number;
    page?: string;
    referrer?: string;
    /** Item ids, at most 100. */
    cart?: string[];
}

/** A query of a list. */
export interface ListQuery {
    /** 1 to 200. Default: 20. */
    count?: number;
    filter?: string;
    /** Item fields in the answer, for example `title,price,attributes.image`. */
    fields?: string;
    /** Only for the list of a user. */
    context?: Context;
    [parameter: string]: string | number | boolean | Context | undefined;
}

/** A row of a page. */
export interface PageRow {
    id: string;
    /** For example `recommended`, `becauseYouViewed`, `continue`, `trending`, `newest`, `popular`. */
    source: string;
    title?: string;
    /** 1 to 100. */
    count?: number;
    [option: string]: unknown;
}

/** A row of an answered page. */
export interface PageList extends List {
    id: string;
    source: string;
    title: string;
    evidence?: string;
}

/** What the engine knows about the user. */
export interface ProfileMessage {
    version: number;
    categories: { name: string; weight: number }[];
    recent: { itemId: string; type: string; at: string }[];
    events: number;
}

/** What a user has stated. */
export interface Preferences {
    categories?: string[];
    attributes?: Record<string, string>;
    optOut?: boolean;
}

/** A user token of the page's backend. */
export type UserToken = string | { token: string; userId?: string; expiresAt?: string };

export interface Options {
    /** The address of the API. Default: the origin of the script. */
    url?: string;
    /** A public key. Not needed for an open API on the same origin. */
    key?: string;
    /** The known user. Default: an anonymous visitor whom the browser remembers. */
    userId?: string;
    /** A user token, or a function that asks the page's backend for one. It runs again before a token expires. */
    token?: string | (() => UserToken | Promise<UserToken>);
    /** The placement of events and lists that name none. */
    placement?: string;
    /** Where the queue is stored. Default: localStorage. */
    storage?: Storage;
    /** Default: the browser's fetch. */
    fetch?: typeof fetch;
    /** Hears of failed attempts and rejected events. Default: nothing. */
    onError?: (error: unknown) => void;
    /** False records nothing by data attributes. Default: true. */
    automatic?: boolean;
}

/** One user's connection to the engine. Raises `change` after an event changed the user's profile. */
export class Personalization extends EventTarget {
    constructor(options?: Options);
    readonly userId: string | undefined;
    readonly profileVersion: number;
    readonly ready: Promise<void>;
    placement: string | undefined;

    /** Queues an event and sends it. Resolves with the acknowledgement, also after retries. */
    track(event: PersonalEvent): Promise<Acknowledgement>;
    view(itemId: string, details?: EventDetails): Promise<Acknowledgement>;
    click(itemId: string, details?: EventDetails): Promise<Acknowledgement>;
    impression(itemId: string, details?: EventDetails): Promise<Acknowledgement>;
    addToCart(itemId: string, details?: EventDetails): Promise<Acknowledgement>;
    removeFromCart(itemId: string, details?: EventDetails): Promise<Acknowledgement>;
    dismiss(itemId: string, details?: EventDetails): Promise<Acknowledgement>;
    /** Records an order: one purchase for each line, with one order id. */
    purchase(
        lines: string | OrderLine | (string | OrderLine)[],
        details?: EventDetails & { orderId?: string },
    ): Promise<Acknowledgement[]>;
    /** Sends the queued events now. */
    flush(): Promise<void>;

    recommendations(query?: ListQuery & { placement?: string }): Promise<List>;
    page(page: {
        placement?: string;
        rows: PageRow[];
        fields?: string[];
        deadlineMs?: number;
        context?: Context;
    }): Promise<{
        rows: PageList[];
        profileVersion: number;
        modelVersion?: string;
        fallbackLevel: string;
    }>;
    rank(
        candidates: string[],
        more?: { placement?: string; deadlineMs?: number; filter?: string; context?: Context },
    ): Promise<List>;
    similar(
        items: string | string[],
        query?: {
            mode?: 'alike' | 'boughtTogether';
            count?: number;
            exclude?: string[];
            filter?: string;
            fields?: string | string[];
        },
    ): Promise<List>;
    popular(query?: ListQuery): Promise<List>;
    /** Follows the user's profile and list. Returns a function that ends the stream. */
    stream(options: {
        placement?: string;
        count?: number;
        onList?: (list: List) => void;
        onProfile?: (profile: ProfileMessage) => void;
        onState?: (state: 'open' | 'waiting' | 'closed') => void;
    }): () => void;

    /** Continues as a known user; the visitor's events become the known user's. */
    signIn(
        userId: string,
        options?: {
            token?: Options['token'];
            /** Asks the page's backend to merge the visitor; false merges nothing. Default: the API merges. */
            merge?: false | ((from: string, to: string) => unknown);
        },
    ): Promise<void>;
    /** Continues as a new visitor. `end` ends the session in the page's backend. */
    signOut(options?: { end?: () => unknown }): Promise<void>;
    /** Stores stated preferences. `store` asks the page's backend to store them. Default: the API stores them. */
    preferences(values: Preferences, options?: { store?: (values: Preferences) => unknown }): Promise<unknown>;
    optOut(out?: boolean, options?: { store?: (values: Preferences) => unknown }): Promise<unknown>;
    /**
     * Erases the user and continues as a new visitor. `erase` asks the page's backend to erase the user. Default: the
     * API erases it.
     */
    forget(options?: { erase?: (userId: string) => unknown }): Promise<unknown>;

    /** Records views, clicks and impressions of elements with data attributes in a document or a shadow root. */
    observe(root: Document | Element | ShadowRoot): void;
}

/** Creates the client of a page. Elements of the page use the first client. */
export function create(options?: Options): Personalization;

/** An error answer of the API. */
export class PersonalizationError extends Error {
    readonly status: number;
    readonly problem?: { type?: string; title?: string; detail?: string; errors?: unknown[] };
}

/** `<personal-row placement="home" count="6">`. */
export interface PersonalRowElement extends HTMLElement {
    client: Personalization;
    refresh(): Promise<void>;
    show(list: List): void;
}

declare global {
    interface HTMLElementTagNameMap {
        'personal-row': PersonalRowElement;
    }
}
