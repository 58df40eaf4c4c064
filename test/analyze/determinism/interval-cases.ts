import { type DeterminismCase, innocent, leak } from './case.js'

const visit = (expression: string): string => `SELECT ${expression} AS c FROM shop.visit`
const guilty = (name: string, expression: string, since?: number): DeterminismCase =>
  leak('timezone', name, visit(expression), since)
const harmless = (name: string, expression: string, since?: number): DeterminismCase =>
  innocent(name, visit(expression), since)

/** Steps from a timestamptz: days and months are as long as the session's time zone says, hours are not. */
export const intervalCases: readonly DeterminismCase[] = [
  harmless('hours', "at + interval '24 hours'"),
  harmless('hours by cast', "at + '5000 hours'::interval"),
  harmless('hours away', "at - interval '5000 hours 30 minutes 1.5 seconds'"),
  harmless('hours the other way', "interval '-5000:00' + at"),
  harmless('hours of one field', "at + interval '5000' hour"),
  harmless('hours of a precision', "at + interval(3) '1.23456 seconds'"),
  harmless('no time at all', "at + interval '0'"),
  harmless('days that undo each other', "at + interval '1 week -7 days 3 hours'"),
  harmless('an interval of NULL', 'at + NULL::interval'),
  harmless('make_interval of hours', 'at + make_interval(hours => 5000)'),
  harmless('make_interval of columns', 'at + make_interval(hours => id * 5000, mins => id, secs => id)'),
  harmless('make_interval of nothing', 'at - make_interval()'),
  harmless('make_interval in order', 'at - make_interval(0, 0, 0, 0, 5000, 1)'),
  harmless('make_interval of named noughts', 'at - make_interval(days => 0, hours => 5000)'),
  harmless('hours times a number', "at + 2.5 * interval '2000 hours'"),
  harmless('hours times a column', "at + interval '5000 hours' * id"),
  harmless('hours by a number', "at + interval '50000 hours' / 7"),
  harmless('sums of hours', "at + (interval '5000 hours' + interval '1 minute' - make_interval(secs => id))"),
  harmless('minus hours', "at + (- interval '5000 hours')"),
  harmless('a time of the day', 'at + clock'),
  harmless('date_add of hours', "date_add(at, interval '5000 hours')", 16),
  harmless('date_subtract of hours', 'date_subtract(at, make_interval(hours => 5000))', 16),
  innocent(
    'a series of hours',
    "SELECT g.c FROM shop.visit, generate_series(at, at + interval '5000 hours', interval '1000 hours') AS g (c)",
  ),
  innocent(
    'a frame of hours',
    "SELECT count(*) OVER (ORDER BY at RANGE BETWEEN '24 hours' PRECEDING AND '24 hours' FOLLOWING) AS c FROM shop.visit",
  ),
  innocent(
    'a condition of hours',
    "SELECT id FROM shop.visit WHERE at > timestamptz '2024-01-01 00:00Z' - interval '100 hours'",
  ),

  guilty('a day', "at + interval '1 day'"),
  guilty('a day away', "at - '1 day'::interval"),
  guilty('a day the other way', "interval '1 day' + at"),
  guilty('a month', "at + interval '1 month'"),
  guilty('a year', "at - interval '1 year'"),
  guilty('a week and hours', "at + interval '1 week 3 hours'"),
  guilty('a day before hours', "at + interval '-1 day +24 hours'"),
  guilty('months that undo years', "at + interval '1 year -13 months'"),
  guilty('a column of intervals', 'at + span'),
  guilty('make_interval of a day', 'at + make_interval(days => 1)'),
  guilty('make_interval of a column of days', 'at + make_interval(days => id)'),
  guilty('make_interval of computed days', 'at + make_interval(days => 1 - 1)'),
  guilty('make_interval of a year', 'at - make_interval(1)'),
  guilty('make_interval of a week in order', 'at - make_interval(0, 0, 1, 0, 3)'),
  guilty('make_interval of no days that are known', 'at + make_interval(days => NULL)'),
  guilty('a day times a number', "at + interval '1 day' * 2"),
  guilty('a part of a month', "at + interval '1 month' / 30"),
  guilty('a sum with a day', "at + (interval '1 hour' + interval '1 day')"),
  guilty('minus a day', "at + (- interval '1 day')"),
  guilty('a difference of times', 'at + (at - at)'),
  guilty('hours made days', "at + justify_hours(interval '48 hours')"),
  guilty('hours or a day', "at + CASE WHEN id > 1 THEN interval '1 hour' ELSE interval '1 day' END"),
  guilty('date_add of a day', "date_add(at, interval '1 day')", 16),
  guilty('a time that never comes', "at + interval 'infinity'", 17),
  leak(
    'timezone',
    'a frame of hours after a day',
    "SELECT count(*) OVER (ORDER BY at RANGE BETWEEN '1 day' PRECEDING AND '24 hours' FOLLOWING) AS c FROM shop.visit",
  ),
  leak(
    'timezone',
    'a frame of computed days',
    'SELECT count(*) OVER (ORDER BY at RANGE make_interval(days => 1) PRECEDING) AS c FROM shop.visit',
  ),
]
